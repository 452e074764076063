/** The bank of test/crashes on a virtual clock: its node goes away at writes of the store that a seed chooses. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SqliteStore } from '../../src/durable/index.ts';
import { SeededChance, VirtualClock } from '../../src/testing/index.ts';
import { CrashingStore } from './crashing-store.ts';
import { House } from './house.ts';

for (let seed = 1; seed <= Number(process.env.BANK_SEEDS ?? 8); seed++) {
  test(`no transfer is lost or made twice: seed ${seed}`, async (context) => {
    const chance = new SeededChance(seed);
    const store = new SqliteStore(':memory:');
    const clock = new VirtualClock();
    const audits = new Map<string, number>();
    const crashes = 4;
    for (let life = 0; life <= crashes; life++) {
      let isGone = false;
      const left = life === crashes ? Number.POSITIVE_INFINITY : 1 + Math.floor(chance.random() * 60);
      const when = chance.random() < 0.5 ? 'before' : 'after';
      const backend = new CrashingStore(store, left, when, () => {
        isGone = true;
      });
      const house = await House.start(context, '../crashes/bank', {
        clock,
        durableStore: () => backend,
        chance,
      });
      const books = () => house.lines.find(({ message }) => message === 'books closed');
      for (let passed = 0; !isGone && books() === undefined; passed += 10) {
        assert.ok(
          passed < 2_000,
          `nothing happens any more: ${problems(store)} ${JSON.stringify(house.lines.filter(({ level }) => level === 'error' || level === 'warn'))}`,
        );
        await house.pass(10);
      }
      for (const { message, key } of house.lines) {
        if (message === 'audited') audits.set(String(key), (audits.get(String(key)) ?? 0) + 1);
      }
      if (isGone) {
        house.crash();
        continue;
      }
      const { sum, made, handled } = books() ?? { sum: 0, made: 0, handled: 0 };
      assert.deepEqual([sum, made, handled, audits.size], [8000, 72, 152, 72]);
      for (const [key, count] of audits) assert.ok(count <= 1 + life, `audit ${key} was made ${count} times`);
      await house.shutdown();
      return;
    }
  });
}

function problems(store: SqliteStore): string {
  return store
    .lines({ limit: 20 })
    .map(
      ({ pid, entry, state, step }) =>
        `${entry} ${pid} ${state} at step ${step}: ${Buffer.from(store.exit(pid) ?? []).toString('latin1')}`,
    )
    .join('\n');
}
