/** How durable processes are started: under which name, whether they may, and what is stored of them. */
import type { Chance } from '#base';
import { durablePid, ErrorValue, type SpawnRequest, TERMINATED, writeList, writeSpawn } from '#process';
import type { KeptFacts } from './kept.ts';
import type { Population, PopulationOptions } from './population.ts';
import { firstTime } from './runs.ts';
import { attributesOf, nameOf, startOptionsOf, writeTerms } from './start-options.ts';
import type { CodeRecord, StartRecord } from './store/records.ts';

/** A process that is to begin. */
export interface Planned {
  readonly start: StartRecord;
  readonly code: readonly CodeRecord[];
  /** The end of its parent is to reach it. */
  readonly endsWithParent: boolean;
}

export interface StartsOptions extends PopulationOptions {
  readonly chance: Chance;
}

export class Starts {
  readonly #options: StartsOptions;
  readonly #population: Population;
  readonly #mostBytes: (host: string) => number;

  /** `mostBytes`: what a process of a host may be started with. */
  constructor(options: StartsOptions, population: Population, mostBytes: (host: string) => number) {
    this.#options = options;
    this.#population = population;
    this.#mostBytes = mostBytes;
  }

  /** A name that a living process of a durable host has stands for that process. */
  holderOf(request: SpawnRequest): string | ErrorValue | undefined {
    const options = startOptionsOf(request);
    if (options instanceof ErrorValue) return options;
    const name = nameOf(request, options);
    const pid = name === undefined ? undefined : this.#options.shard.names.lookup(name);
    if (pid === undefined || !this.#population.has(pid)) return undefined;
    const policy = options.execution_error_when_already_started ? 'fail' : options.id_conflict_policy;
    if (policy === 'use_existing') return pid;
    if (policy === 'fail') return new ErrorValue('AlreadyExists', `${name} runs already, as ${pid}`, false);
    const process = this.#population.get(pid)?.process;
    process?.home.end(process, TERMINATED);
    return undefined;
  }

  /** The store must be asked whether the id may be used again. */
  asksFirst(request: SpawnRequest): boolean {
    const options = startOptionsOf(request);
    if (options instanceof ErrorValue || nameOf(request, options) === undefined) return false;
    return options.id_reuse_policy !== 'allow_duplicate';
  }

  /** Why a name that nobody has may not be used again; undefined when it may. */
  async refusal(request: SpawnRequest): Promise<ErrorValue | undefined> {
    const options = startOptionsOf(request);
    if (options instanceof ErrorValue) return options;
    const name = nameOf(request, options);
    if (name === undefined) return undefined;
    const last = await this.#options.backend.ask('line', name);
    if (last?.startedAs !== name) return undefined;
    if (options.id_reuse_policy === 'allow_duplicate_failed_only' && last.state === 'failed')
      return undefined;
    return new ErrorValue('AlreadyExists', `${name} was used before, by ${last.pid} (${last.state})`, false);
  }

  plan(request: SpawnRequest, parent: string, answer: KeptFacts['answer']): Planned | ErrorValue {
    const { clock, chance, codec } = this.#options;
    const { program, host } = request;
    const options = startOptionsOf(request);
    if (options instanceof ErrorValue) return options;
    const name = nameOf(request, options);
    if (this.#population.isClosing) return new ErrorValue('Unavailable', `host ${host} is stopping`, true);
    const startedAt = clock.now();
    const pid = durablePid(host, startedAt, chance.bytes(6));
    const terms = writeTerms(options);
    const content = [answer?.pid ?? '', answer?.operation ?? 0, terms, ...writeSpawn({ ...request, name })];
    const bytes = codec.encode(writeList(content));
    const most = this.#mostBytes(host);
    if (bytes.length > most) return tooLarge('what a process is started with', bytes.length, most);
    this.#population.reserve(pid);
    if (name !== undefined) {
      const taken = this.#options.shard.names.claim(name, pid);
      if (taken !== undefined) {
        this.#population.forget(pid);
        return taken;
      }
    }
    const code = this.#population.newCode(program);
    const start = {
      pid,
      host,
      entry: program.entry,
      program: program.hash,
      parent,
      request: bytes,
      startedAt,
      name,
      beginAt: firstTime(options, options.start_delay, startedAt),
      attributes: JSON.stringify(attributesOf(options)),
    };
    return { start, code, endsWithParent: options.parent_close_policy !== 'abandon' };
  }

  unplan({ start: { pid, name } }: Planned): void {
    this.#population.forget(pid);
    if (name !== undefined) this.#options.shard.names.release(name, pid);
  }
}

/** Bytes. */
export function tooLarge(what: string, bytes: number, most: number): ErrorValue {
  return new ErrorValue('Invalid', `${what} has ${bytes} bytes; ${most} are allowed`, false);
}
