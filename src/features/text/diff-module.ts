/** `text.diff`: differences of texts, how to show them, and patches. */
import { arg, type Call, defineHandle, defineModule, fn, method, t } from '#plugin';
import { compare, patched, patchesOf } from './comparison.ts';
import type { Difference } from './difference.ts';
import type { PatchOptions } from './patch.ts';
import type { Budget } from './shortest-difference.ts';
import { lengthOf } from './splitter.ts';

/** About what a second of searching is. */
const workPerSecond = 20_000_000;
const workPerFuel = 64;
/** Texts that are longer together are compared on a service thread. */
const long = 20_000;

export interface Differ {
  /** 0 is without end. */
  readonly timeout: number;
  readonly patches: PatchOptions;
}

/** Runs with the differ's budget, and takes what it cost from the caller's fuel. */
function budgeted<T>({ timeout }: Differ, call: Call, run: (budget: Budget) => T): T {
  const all = timeout > 0 ? timeout * workPerSecond : Number.MAX_SAFE_INTEGER;
  const budget = { work: all };
  const result = run(budget);
  call.spend((all - Math.max(0, budget.work)) / workPerFuel);
  return result;
}

const difference = t.object({ operation: t.oneOf('equal', 'delete', 'insert'), text: t.string });
const differences = t.list(difference);
const isLong = (one: string, other: string) => one.length + other.length > long;

const ansi = { equal: ['', ''], delete: ['\x1b[31m', '\x1b[0m'], insert: ['\x1b[32m', '\x1b[0m'] } as const;
const html = { equal: ['', ''], delete: ['<del>', '</del>'], insert: ['<ins>', '</ins>'] } as const;

function dressed(
  parts: readonly Difference[],
  dress: typeof ansi | typeof html,
  change: (text: string) => string,
): string {
  return parts
    .map(({ operation, text }) => dress[operation][0] + change(text) + dress[operation][1])
    .join('');
}

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '\n': '<br>\n' };

export const differHandle = defineHandle<Differ, Differ>({
  name: 'text.Differ',
  summary: 'Compares texts and makes patches.',
  crosses: 'copy',
  methods: {
    compare: method({
      summary: 'What has to be kept, deleted and inserted to make the second text of the first.',
      args: [arg('before', t.string), arg('after', t.string)],
      returns: differences,
      effect: 'local',
      heavy: isLong,
      run: (differ: Differ, before, after, call) => {
        call.spend((before.length + after.length) / workPerFuel);
        return budgeted(differ, call, (budget) => compare(before, after, budget));
      },
    }),

    summarize: method({
      summary: 'How many characters were inserted, deleted and kept.',
      args: [arg('diffs', differences)],
      returns: t.object({ insertions: t.integer(), deletions: t.integer(), equals: t.integer() }),
      effect: 'local',
      run: (_: Differ, parts) => {
        const count = (wanted: string) =>
          parts.reduce((sum, { operation, text }) => sum + (operation === wanted ? lengthOf(text) : 0), 0);
        return { insertions: count('insert'), deletions: count('delete'), equals: count('equal') };
      },
    }),

    pretty_text: method({
      summary: 'The differences for a terminal: deleted in red, inserted in green.',
      args: [arg('diffs', differences)],
      returns: t.string,
      effect: 'local',
      run: (_: Differ, parts) => dressed(parts, ansi, (text) => text),
    }),

    pretty_html: method({
      summary: 'The differences as HTML, with del and ins.',
      args: [arg('diffs', differences)],
      returns: t.string,
      effect: 'local',
      run: (_: Differ, parts) =>
        dressed(parts, html, (text) => text.replace(/[&<>\n]/g, (each) => entities[each] ?? each)),
    }),

    patch_make: method({
      summary: 'Patches that make the second text of the first, and of others like it.',
      args: [arg('before', t.string), arg('after', t.string)],
      returns: t.list(t.object({ text: t.string })),
      effect: 'local',
      heavy: isLong,
      run: (differ: Differ, before, after, call) => {
        call.spend((before.length + after.length) / workPerFuel);
        const make = (budget: Budget) => patchesOf(before, after, differ.patches, budget);
        return budgeted(differ, call, make).map((patch) => ({ text: patch }));
      },
    }),

    patch_apply: method({
      summary: 'The patched text, and whether all patches could be applied.',
      args: [
        arg('patches', t.list(t.object({ text: t.string }, { unknown: 'ignore' }))),
        arg('text', t.string),
      ],
      returns: [t.string, t.boolean],
      effect: 'local',
      heavy: (patches, text) => patches.length * text.length > 20 * long,
      run: (differ: Differ, patches, text, call) => {
        call.spend((patches.length * text.length) / workPerFuel);
        const texts = patches.map((patch) => patch.text);
        const apply = (budget: Budget) => patched(texts, text, differ.patches, budget);
        const [result, applied] = budgeted(differ, call, apply);
        return [result, applied.every((each) => each)];
      },
    }),
  },
  save: (differ) => differ,
  restore: (differ) => differ,
});

export const diff = defineModule({
  name: 'diff',
  summary: 'Differences of texts.',
  handles: [differHandle],
  functions: {
    new: fn({
      summary: 'Something that compares texts; options say how far it looks.',
      args: [
        arg(
          'options',
          t
            .object(
              {
                diff_timeout: t.number({ min: 0, default: 1 }),
                diff_edit_cost: t.integer({ min: 0, default: 4 }),
                match_threshold: t.number({ min: 0, max: 1, default: 0.5 }),
                match_distance: t.integer({ min: 0, default: 1000 }),
                patch_delete_threshold: t.number({ min: 0, max: 1, default: 0.5 }),
                patch_margin: t.integer({ min: 0, max: 15, default: 4 }),
              },
              { unknown: 'ignore' },
            )
            .default({}),
        ),
      ],
      returns: t.handle(differHandle),
      effect: 'local',
      run: (options, call) =>
        call.hold(differHandle, {
          timeout: options.diff_timeout,
          patches: {
            margin: options.patch_margin,
            threshold: options.match_threshold,
            distance: options.match_distance,
            deleteThreshold: options.patch_delete_threshold,
            editCost: options.diff_edit_cost,
          },
        }),
    }),
  },
});
