/**
 * `wippy.lock`: where the sources and the modules of an application are. Without the file the
 * application is empty; the caller says so.
 */
import { type Infer, Reading, t } from '#plugin';
import { placed } from './placed.ts';
import type { YamlDocument } from './plain-yaml.ts';
import { error, type Problem, warning } from './problem.ts';

const moduleName = t.text("the name of a module, such as 'acme/http'", (text) =>
  /^[^\s/]+\/[^\s/]+$/.test(text),
);

export const lockFileSchema = t.object({
  directories: t.object({ modules: t.string.default('.wippy'), src: t.string.default('./src') }).default({}),
  modules: t
    .list(t.object({ name: moduleName, version: t.optional(t.string), hash: t.optional(t.string) }))
    .default([]),
  options: t.object({ unpack_modules: t.boolean.default(false) }).default({}),
  replacements: t.list(t.object({ from: moduleName, to: t.string })).default([]),
});

export type LockFile = Infer<typeof lockFileSchema>;

export const emptyLockFile: LockFile = {
  directories: { modules: '.wippy', src: './src' },
  modules: [],
  options: { unpack_modules: false },
  replacements: [],
};

export interface LockFileResult {
  readonly lock: LockFile;
  readonly problems: readonly Problem[];
}

export function readLockFile({ value, positions }: YamlDocument): LockFileResult {
  const reading = new Reading();
  const lock = lockFileSchema.read(value ?? {}, reading);
  const problems: Problem[] = reading.problems.map((problem) => placed(problem, positions, ''));
  if (reading.failed) return { lock: emptyLockFile, problems };
  if (lock.replacements.length > 0) {
    const message = 'replacements belong into .wippy.yaml, under workspace.replacements';
    problems.push(warning(message, { path: positions.source.path, ...positions.key(['replacements']) }));
  }
  for (const [index, { name }] of lock.modules.entries()) {
    if (lock.modules.findIndex((other) => other.name === name) === index) continue;
    const place = { path: positions.source.path, ...positions.value(['modules', index, 'name']) };
    problems.push(error(`the module ${name} is listed twice`, place));
  }
  return { lock, problems };
}
