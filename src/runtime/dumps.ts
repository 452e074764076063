/**
 * Keeps dumps of processes that failed, as the configuration says.
 *
 *   Dm1  Without `dumps.enabled`, or without a place for files, nothing is looked at.
 *   Dm2  What failed is not dumped again for a minute when it fails at the same place of the same entry.
 */
import type { Clock, Log } from '#base';
import type { PostMortem, ProcessDump } from '#process';
import type { Registry } from '#registry';
import { type DumpFiles, dumpFiles } from './dump-files.ts';
import type { Project } from './project.ts';
import { SecretTexts } from './secret-texts.ts';

const AGAIN_AFTER = 60_000;
const MOST_PLACES = 1000;

interface Around {
  readonly clock: Clock;
  readonly log: Log;
  readonly registry: Registry;
}

/** Dm1. */
export function dumpsOf({ settings, stateDirectory }: Project, around: Around): Dumps | undefined {
  const { enabled, keep } = settings.dumps;
  if (!enabled) return undefined;
  const files = dumpFiles(stateDirectory, keep);
  if (files !== undefined) return new Dumps(files, around);
  around.log.warn('dumps are not kept: there is no .wippy/state that belongs to this user alone');
  return undefined;
}

export class Dumps implements PostMortem {
  readonly secrets: SecretTexts;
  readonly #files: DumpFiles;
  readonly #clock: Clock;
  readonly #log: Log;
  /** When each place failed last. */
  readonly #failed = new Map<string, number>();

  constructor(files: DumpFiles, { clock, log, registry }: Around) {
    this.#files = files;
    this.#clock = clock;
    this.#log = log;
    this.secrets = new SecretTexts(registry);
  }

  /** Dm2. */
  wants(entry: string, place: string): boolean {
    const key = `${entry} ${place}`;
    const now = this.#clock.monotonic();
    const last = this.#failed.get(key);
    if (last !== undefined && now - last < AGAIN_AFTER) return false;
    if (this.#failed.size >= MOST_PLACES) this.#failed.clear();
    this.#failed.set(key, now);
    return true;
  }

  keep(dump: ProcessDump): void {
    const id = this.#files.write(dump, this.#clock.now());
    const { entry } = dump.process;
    if (id === undefined) this.#log.warn('a dump could not be written', { entry });
    else this.#log.info(`a dump was kept; 'wippy dump show ${id}' shows it`, { entry });
  }

  isSecret(name: string): boolean {
    return this.secrets.isSecret(name);
  }

  hide(text: string): string {
    return this.secrets.hide(text);
  }
}
