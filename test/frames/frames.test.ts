/** Every snapshot that a published version stored is restored and comes to its end; and the corpus leaves nothing out (F6). */
import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { Coroutine, Fn, LuaProto, LuaTable, Unit, Userdata } from '#lua';
import { Cell, Frame, HostProto, hostClosures, hostFunctions } from '../../src/lua/machine.ts';
import { ROLES } from '../../src/lua/snapshot/site-form.ts';
import { stateFormOf, stateNames } from '../../src/lua/snapshot/state-form.ts';
import { FrameProgram } from './frame-program.ts';
import { readFrames, storedVersions } from './stored-frames.ts';

const root = join(import.meta.dirname, '../..');
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

/** Where nothing ever waits: these only raise errors, or are names that no site has. */
const neverStops = new Set(['prepare', 'key', 'not', '==', '~=', '<', '<=', '>', '>=']);

/** What the snapshots of this version hold: kinds of nodes with their roles, host functions, states, kinds of objects. */
const held = new Set<string>();

function noteObject(object: object): void {
  if (object instanceof Frame) noteFrame(object);
  else if (object instanceof Fn) held.add(`function ${object.proto.name}`);
  else if (stateFormOf(object) !== undefined) held.add(`state ${stateFormOf(object)?.name}`);
  else held.add(`object ${object.constructor.name}`);
}

function noteFrame({ self: { proto }, site }: Frame): void {
  if (!(proto instanceof LuaProto)) {
    held.add(`frame ${proto.name}`);
    return;
  }
  const info = sitesOf(proto.unit, proto.index)[site];
  if (info === undefined) assert.fail(`${proto.name} has no site ${site}`);
  held.add(`role ${info.role}`);
  held.add(`site ${info.role} of ${nodeType(info.node)}`);
}

const sites = new Map<Unit, ReturnType<Unit['sitesOf']>[]>();

function sitesOf(unit: Unit, index: number): ReturnType<Unit['sitesOf']> {
  let known = sites.get(unit);
  if (known === undefined) {
    known = [];
    sites.set(unit, known);
  }
  known[index] ??= unit.sitesOf(index);
  return known[index];
}

function nodeType(node: { readonly type?: string }): string {
  return node.type ?? 'function';
}

for (const stored of storedVersions()) {
  for (const { name, source, result, snapshots } of readFrames(stored)) {
    test(`F6: what ${stored} stored of ${name} is restored and comes to its end`, () => {
      const program = new FrameProgram(source, name, 'seldom');
      for (const [i, snapshot] of snapshots.entries()) {
        const restored = program.restore(snapshot);
        if (stored === version) for (const object of restored.heap.objects) noteObject(object);
        assert.equal(program.finish(restored, snapshot), result, `snapshot ${i} of ${name}`);
      }
    });
  }
}

test('F6: this version has stored its snapshots (npm run frames)', () => {
  assert.ok(storedVersions().includes(version));
});

test('F6: each role of a site is in the corpus', () => {
  assert.deepEqual(
    ROLES.filter((role) => !neverStops.has(role) && !held.has(`role ${role}`)),
    [],
  );
});

test('F6: each kind of node that can stop is in the corpus', () => {
  const missing = new Set<string>();
  for (const file of globSync('test/**/*.lua', { cwd: root })) {
    const unit = new Unit(readFileSync(join(root, file), 'latin1'), file);
    for (const { index } of unit.protos) {
      for (const { role, node } of unit.sitesOf(index)) {
        const site = `site ${role} of ${nodeType(node)}`;
        if (!neverStops.has(role) && !held.has(site)) missing.add(site);
      }
    }
  }
  assert.deepEqual([...missing], []);
});

test('F6: each function of the host that can stop is in the corpus', () => {
  const missing = [...hostFunctions].filter(
    ([name, { proto }]) => proto instanceof HostProto && proto.hasFrames && !held.has(`frame ${name}`),
  );
  assert.deepEqual(
    missing.map(([name]) => name),
    [],
  );
});

test('F6: each kind of object is in the corpus', () => {
  const objects = [LuaTable, Cell, Coroutine, Userdata, Array].map(({ name }) => `object ${name}`);
  const states = stateNames().map((name) => `state ${name}`);
  const closures = [...hostClosures.keys()].map((name) => `function ${name}`);
  assert.deepEqual(
    [...objects, ...states, ...closures].filter((each) => !held.has(each)),
    [],
  );
});
