/**
 * Kind `env.storage.file`: variables in a file of `KEY=VALUE` lines.
 *
 *   Fs1  The file is read when a value is asked for and the file has changed, so what people write into
 *        it counts.
 *   Fs2  A write replaces the file whole, by a rename, so nobody ever sees half of it. Writes come one
 *        after the other.
 *   Fs3  A file that is not there holds nothing; it is made only with `auto_create`.
 *   Fs4  No file of the state folder is read or written, whatever links lead there.
 */
import { randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { failure, leadsToState } from '#base';
import { defineKind, type Infer, t } from '#plugin';
import { storageService, type VariableStorage } from './storage.ts';
import { isWritable, readVariables, writeVariable } from './variable-file.ts';

/** `0600` is read as the octal number that it looks like; as a text too. */
const mode = (standard: string) =>
  t
    .oneOf(
      t.integer({ min: 0, max: 0o7777 }),
      t.text('the mode of a file, such as 0600', (text) => /^(0o?)?[0-7]{3,4}$/.test(text)),
    )
    .default(standard);

const data = t.object({
  file_path: t.string.describe('Relative to the working directory.'),
  auto_create: t.boolean.default(false).describe('Makes the file when it is not there.'),
  file_mode: mode('0644').describe('Of a file that is made.'),
  dir_mode: mode('0755').describe('Of folders that are made.'),
  lifecycle: t.optional(t.data),
});

type Settings = Infer<typeof data>;

class FileStorage implements VariableStorage {
  readonly #settings: Settings;
  #values = new Map<string, string>();
  /** What tells that the file is still the one that was read. */
  #read = '';
  #last: Promise<unknown> = Promise.resolve();

  constructor(settings: Settings) {
    this.#settings = settings;
  }

  /** Makes the file if it shall be made; false when there is none. */
  async open(): Promise<boolean> {
    const { file_path, auto_create } = this.#settings;
    refuseState(file_path);
    if ((await stampOf(file_path)) === undefined) {
      if (!auto_create) return false;
      await this.#replace('');
    }
    return true;
  }

  async get(key: string): Promise<string | undefined> {
    await this.#refresh();
    return this.#values.get(key);
  }

  async all(): Promise<Record<string, string>> {
    await this.#refresh();
    return Object.fromEntries(this.#values);
  }

  set(key: string, value: string): Promise<void> {
    return this.#inTurn(async () => {
      if (!isWritable(value)) {
        throw failure(
          'Invalid',
          `the value of ${key} does not fit into a line of ${this.#settings.file_path}`,
          {
            retryable: false,
          },
        );
      }
      const text = await this.#text();
      if (text === undefined && !this.#settings.auto_create) {
        const message = `there is no file ${this.#settings.file_path}; write it, or set auto_create: true`;
        throw failure('NotFound', message, { retryable: false });
      }
      await this.#replace(writeVariable(text ?? '', key, value));
    });
  }

  async #refresh(): Promise<void> {
    const stamp = await stampOf(this.#settings.file_path);
    if (stamp === this.#read) return;
    this.#values = readVariables((await this.#text()) ?? '');
    this.#read = stamp ?? '';
  }

  async #text(): Promise<string | undefined> {
    const { file_path } = this.#settings;
    refuseState(file_path);
    try {
      return await readFile(file_path, 'utf8');
    } catch (thrown) {
      if (codeOf(thrown) === 'ENOENT') return undefined;
      throw failure('Internal', `${file_path} cannot be read: ${textOf(thrown)}`, { cause: thrown });
    }
  }

  /** Fs2. */
  async #replace(text: string): Promise<void> {
    const { file_path, file_mode, dir_mode } = this.#settings;
    const next = `${file_path}.${randomUUID()}`;
    refuseState(file_path);
    try {
      await mkdir(dirname(file_path), { recursive: true, mode: modeOf(dir_mode) });
      const old = await stat(file_path).catch(() => undefined);
      await writeFile(next, text, { mode: old === undefined ? modeOf(file_mode) : old.mode & 0o7777 });
      await rename(next, file_path);
    } catch (thrown) {
      await rm(next, { force: true });
      throw failure('Internal', `${file_path} cannot be written: ${textOf(thrown)}`, { cause: thrown });
    }
    this.#values = readVariables(text);
    this.#read = (await stampOf(file_path)) ?? '';
  }

  #inTurn(run: () => Promise<void>): Promise<void> {
    const turn = this.#last.then(run, run);
    this.#last = turn.catch(() => undefined);
    return turn;
  }
}

export const fileStorage = defineKind({
  kind: 'env.storage.file',
  summary: 'Variables in a file of KEY=VALUE lines.',
  data,
  provides: storageService,
  place: 'one',
  start: async ({ id, data: settings }, world) => {
    const storage = new FileStorage(settings);
    const { file_path } = settings;
    if (!(await storage.open()))
      world.log.warn('the file of a storage is missing', { entry: id, file: file_path });
    return storage;
  },
  update: 'beside',
  stop: 'drop',
});

function modeOf(value: number | string): number {
  return typeof value === 'number' ? value : Number.parseInt(value.replace(/^0o?/, ''), 8);
}

/** Fs4. */
function refuseState(path: string): void {
  if (!leadsToState(process.cwd(), path)) return;
  throw failure('PermissionDenied', `${path} leads into the state folder, which is the runtime's own`, {
    retryable: false,
  });
}

async function stampOf(path: string): Promise<string | undefined> {
  try {
    const { mtimeNs, size, ino } = await stat(path, { bigint: true });
    return `${ino} ${size} ${mtimeNs}`;
  } catch (thrown) {
    if (codeOf(thrown) === 'ENOENT') return undefined;
    throw failure('Internal', `${path} cannot be read: ${textOf(thrown)}`, { cause: thrown });
  }
}

function codeOf(thrown: unknown): unknown {
  return thrown instanceof Error && 'code' in thrown ? thrown.code : undefined;
}

function textOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}
