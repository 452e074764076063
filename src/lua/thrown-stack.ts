/**
 * The JavaScript stack of an exception, read without its text: V8 takes tens of microseconds to write that, and most
 * exceptions are handled.
 *
 *   Ts1  What was read is kept for the last exception only; its `stack` is then a line without places.
 *   Ts2  A stack that somebody has read before is text already, and is taken apart.
 */
import { positionIn, positionOfStackLine, type ScriptPosition } from './scripts.ts';

export interface StackLine {
  /** The name of the JavaScript function. */
  readonly name: string;
  /** Where it stands, if that is emitted code. */
  readonly position: ScriptPosition | undefined;
}

/** The innermost first. */
export function stackOf(error: Error): readonly StackLine[] {
  if (last.error.deref() !== error) {
    last.error = new WeakRef(error);
    last.sites = sitesOf(error);
    last.lines = last.sites?.map(lineOfSite) ?? linesOfText(error.stack ?? '');
  }
  return last.lines;
}

/** The stack as text. */
export function stackText(error: Error): string {
  stackOf(error);
  if (last.sites === undefined) return error.stack ?? error.message;
  return [String(error), ...last.sites.map((site) => `    at ${site}`)].join('\n');
}

const last: {
  error: WeakRef<Error>;
  sites: readonly NodeJS.CallSite[] | undefined;
  lines: readonly StackLine[];
} = { error: new WeakRef(new Error()), sites: undefined, lines: [] };

function sitesOf(error: Error): readonly NodeJS.CallSite[] | undefined {
  const kept = Error.prepareStackTrace;
  let found: readonly NodeJS.CallSite[] | undefined;
  Error.prepareStackTrace = (of, sites) => {
    if (of === error) found = sites;
    return String(of);
  };
  void error.stack;
  Error.prepareStackTrace = kept;
  return found;
}

function lineOfSite(site: NodeJS.CallSite): StackLine {
  const script = site.getFileName() ?? '';
  const position = script.startsWith('lua:')
    ? positionIn(script, site.getLineNumber() ?? 0, site.getColumnNumber() ?? 0)
    : undefined;
  return { name: site.getFunctionName() ?? '', position };
}

function linesOfText(stack: string): StackLine[] {
  const lines = stack.split('\n').filter((line) => /^ +at /.test(line));
  return lines.map((line) => ({
    name: /^ +at (?:\w+\.)?(\w+) /.exec(line)?.[1] ?? '',
    position: positionOfStackLine(line),
  }));
}
