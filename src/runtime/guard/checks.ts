/** What is done with a guarded change before it is applied: it is laid over the current state, looked at, and tested there. */
import { failure, isRecord } from '#base';
import type { Context, EntryId } from '#plugin';
import {
  after,
  type GuardCheck,
  type GuardOptions,
  idOf,
  namePattern,
  type ProposedOp,
  type Registry,
  type Transaction,
  type View,
} from '#registry';
import { type Diagnostic, lintEntries } from '../lint.ts';
import { type TestEntry, testEntries } from '../test-entries.ts';
import { isPassed, type TestReport } from '../test-report.ts';
import { runTests, type TestedNode } from '../test-run.ts';
import type { ViewsOfNode } from '../views-of-node.ts';

export interface CheckedNode extends TestedNode {
  readonly registry: Registry;
  readonly views: ViewsOfNode;
}

/** Lint and tests, in this order. Throws `Invalid` with what was found, and nothing has changed. */
export async function check(
  node: CheckedNode,
  ops: readonly ProposedOp[],
  options: GuardOptions,
  context: Context | undefined,
): Promise<GuardCheck[]> {
  const laid = await lay(node.registry, ops);
  const checks = [await lintCheck(laid, options)];
  refuseFailed(checks);
  checks.push(await testCheck(node, ops, options, context));
  refuseFailed(checks);
  return checks;
}

interface Laid {
  readonly view: View;
  /** What is in force. */
  readonly before: View;
  readonly transaction: Transaction;
}

async function lay(registry: Registry, ops: readonly ProposedOp[]): Promise<Laid> {
  const { view, prepared } = await registry.lay(ops, async (transaction) => transaction);
  return { view, before: registry.view().fixed(), transaction: prepared };
}

/**
 * Of what changes, and of what code that imports or names it is wrong by the change alone. What the registry itself
 * refuses was said when the change was laid.
 */
async function lintCheck({ view, before, transaction }: Laid, { lint }: GuardOptions): Promise<GuardCheck> {
  if (lint === 'off') return { name: 'lint', outcome: 'skipped', summary: 'not asked for', details: [] };
  const changed = transaction.ops.flatMap((op) => after(op)?.id ?? []);
  const found = [...lintEntries(view, changed), ...(await newFindings(view, before, users(transaction)))];
  const errors = found.filter(({ severity }) => severity === 'error');
  const refused = lint === 'warning' ? found : errors;
  return {
    name: 'lint',
    outcome: refused.length === 0 ? 'passed' : 'failed',
    summary: `${errors.length} errors and ${found.length - errors.length} warnings`,
    details: (refused.length === 0 ? found : refused).slice(0, TOLD).map(describe),
  };
}

/** Entries that stay and import what changes, or whose code names what goes. */
function users({ ops, after: graph }: Transaction): EntryId[] {
  const changed = new Set(ops.map(idOf));
  const found = new Set([...changed].flatMap((id) => graph.dependents(id)));
  const gone = ops.flatMap((op) => (op.type === 'delete' ? [op.previous.id] : []));
  if (gone.length > 0) {
    for (const { id, data } of graph.entries.values()) {
      const source = isRecord(data) && typeof data.source === 'string' ? data.source : '';
      if (gone.some((each) => source.includes(each))) found.add(id);
    }
  }
  return [...found.difference(changed)];
}

/** So many entries are linted before others have their turn. */
const AT_ONCE = 16;

/** What is wrong with entries that do not change themselves, and was not wrong before: then it is the change that errs. */
async function newFindings(view: View, before: View, ids: readonly EntryId[]): Promise<Diagnostic[]> {
  const found: Diagnostic[] = [];
  for (let at = 0; at < ids.length; at += AT_ONCE) {
    if (at > 0) await new Promise((resolve) => setImmediate(resolve));
    const now = lintEntries(view, ids.slice(at, at + AT_ONCE));
    if (now.length === 0) continue;
    const known = new Set(lintEntries(before, new Set(now.map(({ entry }) => entry))).map(describe));
    const made = now.filter((each) => !known.has(describe(each)));
    found.push(...made.map((each) => ({ ...each, severity: 'error' as const })));
  }
  return found;
}

/** So many findings are told. */
const TOLD = 50;

function describe({ entry, line, column, severity, message }: Diagnostic): string {
  const place = line === 0 ? entry : `${entry}:${line}:${column}`;
  return `${place}: ${severity}: ${message}`;
}

async function testCheck(
  node: CheckedNode,
  ops: readonly ProposedOp[],
  options: GuardOptions,
  context: Context | undefined,
): Promise<GuardCheck> {
  const wanted = typeof options.tests === 'string' ? [options.tests] : options.tests;
  if (wanted.length === 0)
    return { name: 'tests', outcome: 'skipped', summary: 'none were named', details: [] };
  const { kinds, entries } = node.registry.graph;
  // A supervised value is the same one in every view, so a change of it cannot be tried there.
  const isSupervised = (op: ProposedOp) => {
    const kind = op.type === 'delete' ? entries.get(op.id)?.kind : op.entry.kind;
    return kind !== undefined && kinds.get(kind)?.isSupervised === true;
  };
  const view = await node.views.open(ops.filter((op) => !isSupervised(op)));
  try {
    const ids = chosenTests(testEntries(node.views.find(view).entries()), node.views.find(view), wanted);
    const report = await runTests(node, { ids, view, ...(context !== undefined && { context }) });
    return checkOf(report, ops.filter(isSupervised).length);
  } finally {
    node.views.close(view);
  }
}

/** By ids or patterns; one that fits nothing is a mistake. */
function chosenTests(tests: readonly TestEntry[], view: View, wanted: readonly string[]): EntryId[] {
  const ids = wanted.flatMap((pattern) => {
    if (view.get(pattern) !== undefined) return [pattern];
    const fits = namePattern(pattern);
    const found = tests.filter(({ id }) => fits(id)).map(({ id }) => id);
    if (found.length === 0)
      throw failure('NotFound', `there is no test ${pattern} in the changed application`, {
        retryable: false,
      });
    return found;
  });
  return [...new Set(ids)];
}

function checkOf(report: TestReport, untested: number): GuardCheck {
  const cases = report.results.flatMap((result) => result.cases);
  const failed = cases.filter(({ status }) => status === 'failed');
  const beside = untested === 0 ? '' : `; ${untested} changes of services are not part of it`;
  return {
    name: 'tests',
    outcome: isPassed(report) ? 'passed' : 'failed',
    summary: `${cases.length - failed.length} of ${cases.length} cases passed${beside}`,
    details: report.results.flatMap((result) => [
      ...result.cases.flatMap(({ path, name, failure: why }) => {
        if (why === undefined) return [];
        const place = why.place === undefined ? '' : ` (${why.place.path}:${why.place.line})`;
        const named = name === result.entry ? '' : `${[...path, name].join(' > ')}: `;
        return [`${result.entry}: ${named}${why.message}${place}`];
      }),
      ...(result.failure === undefined ? [] : [`${result.entry}: ${result.failure.message}`]),
    ]),
  };
}

function refuseFailed(checks: readonly GuardCheck[]): void {
  const failed = checks.find(({ outcome }) => outcome === 'failed');
  if (failed === undefined) return;
  const told = failed.details.length === 0 ? failed.summary : failed.details.join('; ');
  throw failure('Invalid', `${failed.name}: ${told}`, {
    retryable: false,
    details: { code: 'guard', check: failed.name, checks: checks.map((each) => ({ ...each })) },
  });
}
