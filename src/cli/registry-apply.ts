import { readFileSync } from 'node:fs';
import { resolve as absolute, posix, relative } from 'node:path';
import { type Data, failure, isFailure } from '#base';
import { type ChangeFile, diskFiles, formatReport, hasErrors, readChangeFile, SourceText } from '#registry';
import { defineCommand, type Invocation } from './command.ts';
import { tellDone } from './done-text.ts';
import { exitCodes } from './exit-codes.ts';
import { placedProblems, refusalReport } from './refusal-text.ts';
import type { Done } from './registry-answers.ts';
import { withNode } from './registry-node.ts';
import { writeJson } from './registry-output.ts';
import { versionOf } from './version-argument.ts';

const options = {
  message: { type: 'text', value: 'text', summary: 'Why; stands in the history.' },
  base: {
    type: 'text',
    value: 'version',
    summary: 'The version that the changes were made for: refused when what they touch changed since.',
  },
  'dry-run': { type: 'flag', summary: 'Only check them, and show what would change.' },
  guard: {
    type: 'text',
    value: 'description',
    summary: "Apply them under a guard, described as YAML: '{window: 30s, tests: [app.test:*]}'.",
  },
  json: { type: 'flag', summary: 'As JSON.' },
} as const;

type Around = Invocation<typeof options>;

export const registryApply = defineCommand({
  name: 'registry apply',
  summary: 'Changes entries of the running node, all as one or none.',
  arguments: [{ name: 'file', summary: 'The changes, as YAML or JSON; - for the standard input.' }],
  options,
  examples: [
    'wippy registry apply changes.yaml --message "prices are up"',
    'wippy registry apply changes.yaml --dry-run',
    'wippy registry diff v1 --json | wippy registry apply -',
  ],
  run: async (invocation) => {
    const source = await sourceOf(invocation);
    const file = await changesIn(source, invocation);
    const textOf = textsOf(source, invocation);
    if (hasErrors(file.problems)) {
      invocation.err.write(`${formatReport(file.problems, textOf)}\n`);
      return exitCodes.failed;
    }
    const { options: given } = invocation;
    try {
      const guard = given.guard === undefined ? file.guard : await guardOf(given.guard);
      const done = await withNode(invocation, (node) =>
        node.call('registry.apply', inputOf(file, guard, given)),
      );
      tellDone(done as unknown as Done, { json: given.json, isTrial: given['dry-run'] }, invocation);
      return exitCodes.success;
    } catch (thrown) {
      if (!isFailure(thrown)) throw thrown;
      if (given.json) {
        const problems = placedProblems(thrown, file).map((problem) => ({ ...problem }));
        const { kind, message } = thrown;
        writeJson({ error: { kind, message, problems } } as unknown as Data, invocation.out); // plain all through
      }
      invocation.err.write(refusalReport(thrown, file, textOf));
      return exitCodes.failed;
    }
  },
});

function inputOf(file: ChangeFile, guard: Data, given: Around['options']): Data {
  const base = given.base === undefined ? file.base : versionOf(given.base, 'registry apply');
  return {
    changes: file.ops.map((op) => ({ ...op })),
    base,
    message: given.message ?? file.message ?? '',
    trial: given['dry-run'],
    guard,
  };
}

async function sourceOf({ arguments: [file = ''], directory, terminal }: Around): Promise<SourceText> {
  if (file !== '-') return new SourceText(file, readText(absolute(directory, file), file));
  return new SourceText('standard input', await wholeText(terminal.input()));
}

function wholeText(input: ReturnType<Around['terminal']['input']>): Promise<string> {
  return new Promise((resolve, reject) => {
    const parts: Uint8Array[] = [];
    input.on('data', (part) => parts.push(Buffer.from(part)));
    input.on('end', () => resolve(Buffer.concat(parts).toString('utf8')));
    input.on('error', reject);
    input.resume();
  });
}

function readText(path: string, shown: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (thrown) {
    if (thrown instanceof Error && 'code' in thrown && thrown.code === 'ENOENT') {
      throw failure('NotFound', `there is no file ${shown}`);
    }
    throw failure('Invalid', `${shown} cannot be read: ${thrown instanceof Error ? thrown.message : thrown}`);
  }
}

/** `file://` values are relative to the file, and lie below the working directory; of a file elsewhere, below its folder. */
function changesIn(source: SourceText, { directory, arguments: [file = ''] }: Around): Promise<ChangeFile> {
  const way = file === '-' ? '.' : relative(directory, absolute(directory, file, '..'));
  const folder = posix.normalize(way === '' ? '.' : way);
  const root = folder === '..' || folder.startsWith('../') || posix.isAbsolute(folder) ? folder : '.';
  return readChangeFile(source, { files: diskFiles(directory), folder, root });
}

function textsOf(source: SourceText, { directory }: Around): (path: string) => string | undefined {
  const files = diskFiles(directory);
  return (path) => {
    if (path === source.path) return source.text;
    const bytes = files.read(path);
    return bytes && Buffer.from(bytes).toString('utf8');
  };
}

async function guardOf(text: string): Promise<Data> {
  const { parse } = await import('yaml');
  try {
    return parse(text) as Data; // what YAML gives is data
  } catch (cause) {
    throw failure('Invalid', `--guard ${text} is no YAML: ${cause instanceof Error ? cause.message : cause}`);
  }
}
