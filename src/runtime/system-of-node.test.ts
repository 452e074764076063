import assert from 'node:assert/strict';
import { test } from 'node:test';
import { nodeId } from './system-of-node.ts';

test('a node is called as the environment or the configuration says', () => {
  assert.equal(nodeId('configured', {}, '/app'), 'configured');
  assert.equal(nodeId('configured', { WIPPY_NODE_ID: 'given' }, '/app'), 'given');
  assert.equal(nodeId(undefined, { WIPPY_RELAY_NODE_NAME: 'relay' }, '/app'), 'relay');
});

test('otherwise its name is a UUID that stays the same for the machine and the folder', () => {
  const name = nodeId(undefined, {}, '/app');
  assert.match(name, /^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  assert.equal(nodeId('', {}, '/app'), name);
  assert.notEqual(nodeId(undefined, {}, '/other'), name);
});
