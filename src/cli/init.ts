import { readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { failure, isRecord } from '#base';
import { defineCommand } from './command.ts';
import { exitCodes } from './exit-codes.ts';

export const init = defineCommand({
  name: 'init',
  summary:
    'Makes an application of this folder: writes wippy.lock and .wippy.yaml, or changes the folders named in the lock file.',
  options: {
    'src-dir': {
      type: 'text',
      short: 'd',
      value: 'path',
      summary: 'Where the entries are.',
      standard: './src',
    },
    'modules-dir': { type: 'text', value: 'path', summary: 'Where modules are kept.', standard: '.wippy' },
    'lock-file': {
      type: 'text',
      short: 'l',
      value: 'path',
      summary: 'The file to write.',
      standard: 'wippy.lock',
    },
  },
  examples: ['wippy init', 'wippy init --src-dir ./entries'],
  run: async ({ options, directory, out }) => {
    const path = resolve(directory, options['lock-file']);
    const directories = { modules: options['modules-dir'], src: options['src-dir'] };
    const known = read(path);
    const text =
      known === undefined
        ? `directories:\n  modules: ${written(directories.modules)}\n  src: ${written(directories.src)}\n`
        : await changed(known, directories, options['lock-file']);
    if (known === undefined && writeConfiguration(resolve(directory, '.wippy.yaml')))
      out.write('wrote .wippy.yaml\n');
    if (text === known) {
      out.write(`${options['lock-file']} is there already\n`);
      return exitCodes.success;
    }
    writeFileSync(path, text);
    out.write(`${known === undefined ? 'wrote' : 'changed'} ${options['lock-file']}\n`);
    return exitCodes.success;
  },
});

/** What a new application begins with: changes that are made while it runs stay, and files are followed. */
const CONFIGURATION = `version: "1.0"

registry:
  history_type: sqlite

# While you write it: what is saved comes into force at once. In production: wippy run --set watch.enabled=false
watch:
  enabled: true
  restart_outdated: true
`;

/** Whether it was not there yet. */
function writeConfiguration(path: string): boolean {
  if (read(path) !== undefined) return false;
  writeFileSync(path, CONFIGURATION);
  return true;
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (thrown) {
    if (thrown instanceof Error && 'code' in thrown && thrown.code === 'ENOENT') return undefined;
    throw failure('Internal', `${path} cannot be read: ${thrown instanceof Error ? thrown.message : thrown}`);
  }
}

/** A text as YAML writes it. */
function written(text: string): string {
  if (/^[A-Za-z0-9_./-]+$/.test(text)) return text;
  return JSON.stringify(text);
}

/** The file with other folders; comments and everything else stay. */
async function changed(
  text: string,
  directories: Readonly<Record<string, string>>,
  file: string,
): Promise<string> {
  const { parseDocument } = await import('yaml');
  const document = parseDocument(text);
  if (document.errors.length > 0)
    throw failure('Invalid', `${file} is no YAML: ${document.errors[0]?.message}`);
  const value: unknown = document.toJS();
  if (value !== null && !isRecord(value)) throw failure('Invalid', `${file} holds no table`);
  let isChanged = false;
  for (const [key, folder] of Object.entries(directories)) {
    if (document.getIn(['directories', key]) === folder) continue;
    document.setIn(['directories', key], folder);
    isChanged = true;
  }
  return isChanged ? document.toString() : text;
}
