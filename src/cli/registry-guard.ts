import type { Data } from '#base';
import { columns } from './columns.ts';
import { defineCommand, type Invocation } from './command.ts';
import { exitCodes } from './exit-codes.ts';
import { secondOf } from './node-text.ts';

import { writeJson } from './registry-output.ts';
import { withNode } from './running-node.ts';
import { UsageError } from './usage-error.ts';
import { versionOf } from './version-argument.ts';

const command = 'registry guard';
const options = { json: { type: 'flag', summary: 'As JSON.' } } as const;

export const registryGuard = defineCommand({
  name: command,
  summary:
    'Lists guarded changes that are watched and those that wait until a person agrees, and decides about them. Without arguments it lists them.',
  arguments: [
    { name: 'decision', summary: "'keep', 'take-back' or 'consent'.", isOptional: true },
    { name: 'what', summary: 'The version, such as v3; of a consent its code.', isOptional: true },
  ],
  options,
  examples: [
    'wippy registry guard',
    'wippy registry guard keep v3',
    'wippy registry guard take-back v3',
    'wippy registry guard consent 0d4f7c21a9be',
  ],
  run: async (invocation) => {
    const [decision, what] = invocation.arguments;
    if (decision === undefined) return list(invocation);
    if (what === undefined) throw new UsageError(`registry guard ${decision} needs to know what`, command);
    if (decision === 'consent') return consent(invocation, what);
    if (decision !== 'keep' && decision !== 'take-back') {
      throw new UsageError(`'${decision}' is no decision; write keep, take-back or consent`, command);
    }
    return settle(invocation, decision, what);
  },
});

interface State {
  readonly watches: readonly {
    readonly versions: readonly number[];
    readonly author: string;
    readonly entries: readonly string[];
    readonly until: number;
  }[];
  readonly consents: readonly {
    readonly code: string;
    readonly author: string;
    readonly entries: readonly string[];
    readonly by?: string;
  }[];
}

type Around = Invocation<typeof options>;

async function list(invocation: Around): Promise<number> {
  const { out } = invocation;
  const answer = await withNode(invocation, (node) => node.call('guard.state'));
  if (invocation.options.json) {
    writeJson(answer, out);
    return exitCodes.success;
  }
  const { watches, consents } = answer as unknown as State; // the node is of the same protocol
  if (watches.length === 0) out.write('nothing is watched\n');
  else {
    const rows = watches.map(({ versions, author, entries, until }) => [
      versions.map((id) => `v${id}`).join(' '),
      author,
      secondOf(until),
      entries.join(' '),
    ]);
    out.write(`${columns([['WATCHED', 'AUTHOR', 'UNTIL', 'ENTRIES'], ...rows])}\n`);
  }
  if (consents.length > 0) {
    const rows = consents.map(({ code, author, entries, by }) => [code, author, by ?? '', entries.join(' ')]);
    out.write(`${columns([['CONSENT', 'AUTHOR', 'GIVEN BY', 'ENTRIES'], ...rows])}\n`);
  }
  return exitCodes.success;
}

interface Settled {
  readonly state: string;
  readonly summary: string;
  readonly taken_back?: {
    readonly version?: number;
    readonly left: readonly { readonly entry: string; readonly reason: string }[];
  };
}

async function settle(invocation: Around, decision: 'keep' | 'take-back', what: string): Promise<number> {
  const version = versionOf(what, command);
  if (version === undefined) throw new UsageError('name a version, such as v3', command);
  const how = decision === 'keep' ? 'keep' : 'take back';
  const answer = await withNode(invocation, (node) => node.call('guard.settle', { version, how }));
  tell(invocation, answer, () => {
    const { state, summary, taken_back: back } = answer as unknown as Settled; // as above
    const by = back?.version === undefined ? '' : ` by v${back.version}`;
    const left = back?.left ?? [];
    return [
      `v${version} is ${state}${by}: ${summary}`,
      ...left.map(({ entry, reason }) => `  ${entry} stays: ${reason}`),
    ];
  });
  return exitCodes.success;
}

async function consent(invocation: Around, code: string): Promise<number> {
  const answer = await withNode(invocation, (node) => node.call('guard.consent', { code }));
  tell(invocation, answer, () => {
    const { entries, author } = answer as unknown as State['consents'][number]; // as above
    return [`agreed: ${author} may change ${entries.join(', ')} once, in this way, within an hour`];
  });
  return exitCodes.success;
}

function tell({ options: { json }, out }: Around, answer: Data, lines: () => readonly string[]): void {
  if (json) writeJson(answer, out);
  else out.write(`${lines().join('\n')}\n`);
}
