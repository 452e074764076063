/**
 * How a watch ends: what was found out becomes final, is kept, and is told.
 *
 *   Gu3  A bar that is broken takes the change back at once (take-back.ts).
 *   Gu4  The verdict is kept on every version of the change, sent as an event, and a line of the audit trail. What keeps it
 *        from being written keeps it from nothing else.
 *   B2   Entries are taken back, not effects. Upgradable processes are told that their code is outdated; those that go on with
 *        code of the change are listed.
 */
import { type Clock, type Data, type Log, toFailure } from '#base';
import type { ProcessLine } from '#durable';
import type { Node } from '#process';
import { type Registry, type Verdict, type Version, verdictData, versionText } from '#registry';
import { takeBack } from './take-back.ts';

export interface SettlementParts {
  readonly registry: Registry;
  readonly processes: Node;
  readonly clock: Clock;
  readonly log: Log;
  /** Durable processes that live, also those that are in the store alone. */
  readonly durable: () => Promise<readonly Pick<ProcessLine, 'pid' | 'entry' | 'startedAt'>[]>;
  /** An event of the system `registry`. */
  readonly publish: (kind: string, path: string, data: Data) => void;
}

/** Who settles what nobody else did. */
export const GUARD = 'guard';

export class Settlement {
  readonly #parts: SettlementParts;

  constructor(parts: SettlementParts) {
    this.#parts = parts;
  }

  by(settledBy: string) {
    return { settledBy, settledAt: this.#parts.clock.now() };
  }

  /** Gu3: the verdict with what came of taking back. `programs`: hashes of those that the change made. */
  async undo(found: Verdict, programs: ReadonlySet<string>): Promise<Verdict> {
    const { registry, log } = this.#parts;
    const { versions } = found.watch;
    const named = versions.map((id) => versionText({ id })).join(', ');
    const message = `takes back ${named}: ${found.summary}`;
    try {
      const taken = await takeBack(registry, versions, { author: GUARD, message });
      return { ...found, takenBack: { ...taken, running: await this.#running(found, programs) } };
    } catch (thrown) {
      const { message: why } = toFailure(thrown);
      log.error(`${named} could not be taken back`, { error: thrown });
      return { ...found, state: 'stuck', summary: `${found.summary}; it could not be taken back: ${why}` };
    }
  }

  /** B2. What cannot be listed is a matter of the log. */
  async #running(found: Verdict, programs: ReadonlySet<string>): Promise<string[]> {
    try {
      return await this.#listed(found, programs);
    } catch (thrown) {
      this.#parts.log.error('processes that run code of a change could not be listed', { error: thrown });
      return [];
    }
  }

  /** A durable process that is in the store alone runs the code that was in force when it began. */
  async #listed({ watch }: Verdict, programs: ReadonlySet<string>): Promise<string[]> {
    const { processes, durable } = this.#parts;
    const entries = new Set(watch.entries);
    const stored = (await durable()).filter(
      ({ entry, startedAt }) => entries.has(entry) && startedAt >= watch.from,
    );
    const here = (await processes.processes()).filter(
      ({ program, isUpgradable, isCall }) => programs.has(program) && !isUpgradable && !isCall,
    );
    return [...new Set([...here, ...stored].map(({ pid }) => pid))];
  }

  /** Gu4. */
  async finish(verdict: Verdict): Promise<void> {
    const { registry, log } = this.#parts;
    try {
      await this.keep(verdict);
    } catch (thrown) {
      log.error('a verdict could not be kept', { error: thrown });
    }
    const { state, summary, watch, settledBy = GUARD } = verdict;
    const [version = 0] = watch.versions;
    const message = `${state}: ${summary}`;
    const line = { actor: settledBy, act: 'verdict', outcome: 'done', version, message } as const;
    await registry.record(line, watch.entries);
    const fields = { version: versionText({ id: version }), author: verdict.author, entries: watch.entries };
    if (state === 'kept') log.info(`a guarded change is kept: ${summary}`, fields);
    else log.warn(`a guarded change is ${state}: ${summary}`, fields);
    this.tell('guard.verdict', { id: version }, verdictData(verdict));
  }

  async keep(verdict: Verdict): Promise<void> {
    for (const id of verdict.watch.versions) await this.#parts.registry.judge(id, verdict);
  }

  tell(kind: string, version: Pick<Version, 'id'>, data: Data): void {
    this.#parts.publish(kind, versionText(version), { version: version.id, ...(data as object) });
  }
}
