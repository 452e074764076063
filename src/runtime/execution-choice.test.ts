import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type FailureKind, isFailure } from '#base';
import { hostFor, noProcess } from './execution-choice.ts';

const entries = new Map(
  [
    { id: 'app:screen', kind: 'terminal.host' },
    { id: 'app:workers', kind: 'process.host' },
    { id: 'app:hello', kind: 'process.lua' },
  ].map((entry) => [entry.id, entry] as const),
);

function refuses(
  named: string | undefined,
  terminals: readonly string[],
  kind: FailureKind,
  message: RegExp,
): void {
  assert.throws(
    () => hostFor(named, terminals, entries),
    (thrown) => isFailure(thrown, kind) && message.test(thrown.message),
  );
}

test('a process runs on the host that is named, or on the only terminal', () => {
  assert.equal(hostFor('app:workers', ['app:screen'], entries), 'app:workers');
  assert.equal(hostFor(undefined, ['app:screen'], entries), 'app:screen');
  refuses(undefined, [], 'Invalid', /no terminal\.host to run on/);
  refuses(undefined, ['app:a', 'app:b'], 'Invalid', /app:a, app:b.*--host/);
});

test('what is no host, or no process, is told with what was probably meant', () => {
  refuses('app:hello', [], 'NotFound', /^app:hello is a process\.lua and no host/);
  refuses('app:scren', [], 'NotFound', /^there is no entry app:scren; did you mean 'app:screen'\?/);
  assert.match(noProcess('app:screen', entries).message, /^app:screen is a terminal\.host and no process/);
  assert.match(
    noProcess('app:hell', entries).message,
    /^there is no entry app:hell; did you mean 'app:hello'\?/,
  );
});
