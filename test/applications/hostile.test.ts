/**
 * Hostile programs: each ends with a clear error in its own process, while its neighbours go on. `bench hostile` measures
 * how well they do; here it only counts that they do.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hostilePrograms } from './hostile/programs.ts';
import { House } from './house.ts';

/** With less memory than by default, so that the end comes soon. */
const options = { override: ['app:hostile:limits.memory=8MB'] };

for (const [name, end] of Object.entries(hostilePrograms)) {
  test(`${name} ends by itself, and its neighbour keeps its messages`, async (context) => {
    const house = await House.start(context, 'hostile', options);
    const { error } = await house.run('app:observer', name);
    assert.equal(error, undefined);
    const [line = ''] = house.printed;
    const [kept, message = ''] = line.split('\t');
    assert.match(message, end);
    assert.equal(kept, '100 rounds');
  });
}
