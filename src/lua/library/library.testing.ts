/** Verbs for tests of library functions, and the same call on PUC Lua 5.4 where that is installed. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { ERROR, Fn, LuaError, MULTI, R, results, S, SLICE, type Value } from '../machine.ts';
import { textToNumber } from '../number-text.ts';
import type { LuaTable } from '../table.ts';
import { left, runFrames } from '../trampoline.ts';

/** What a call did: its results, or the error it raised. */
export type Outcome = { readonly values: Value[] } | { readonly error: Value };

/** A call whose slice is used up goes on at once. */
export function outcomeOf(library: LuaTable, name: string, args: readonly Value[]): Outcome {
  const f = library.get(name);
  assert.ok(f instanceof Fn, `no function ${name}`);
  try {
    let value = f.code(f, ...args);
    for (let frames = R.head; value === S && R.why === SLICE; frames = left.frames) {
      R.head = R.tail = null;
      R.why = MULTI;
      value = runFrames(frames, undefined);
    }
    if (value !== S || R.why === MULTI) return { values: results(value) };
    R.head = R.tail = null;
    assert.equal(R.why, ERROR, 'a library function must not suspend here');
    return { error: R.error };
  } catch (thrown) {
    if (thrown instanceof LuaError) return { error: thrown.value };
    throw thrown;
  }
}

/** `calls(stringLibrary, 'rep', 'ab', 2).gives('abab')` */
export function calls(library: LuaTable, name: string, ...args: Value[]) {
  const outcome = outcomeOf(library, name, args);
  return {
    gives(...values: Value[]): void {
      assert.deepEqual(outcome, { values });
    },
    raises(error: Value): void {
      assert.deepEqual(outcome, { error });
    },
  };
}

export const hasReference = spawnSync('lua5.4', ['-v']).status === 0;

/** For `test(name, reference, ...)`: skips visibly where the reference is not installed. */
export const reference = { skip: hasReference ? false : 'lua5.4 is not installed' };

export interface ReferenceCall {
  readonly name: string;
  readonly args: readonly Value[];
}

/** Runs `library.name(args...)` for all calls on PUC Lua 5.4. */
export function askReference(library: string, cases: readonly ReferenceCall[]): Outcome[] {
  const source = [
    'local function show(v)',
    '  local text = tostring(v)',
    "  if math.type(v) == 'float' then text = string.format('%a', v) end",
    "  return type(v):sub(1, 2) .. (text:gsub('.', function(c) return ('%02x'):format(c:byte()) end))",
    'end',
    'local function line(ok, ...)',
    "  local out = { ok and 'ok' or 'error' }",
    "  for i = 1, select('#', ...) do out[#out + 1] = show((select(i, ...))) end",
    "  print(table.concat(out, ' '))",
    'end',
    ...cases.map(
      ({ name, args }) => `line(pcall(${library}.${name}${args.map((a) => `, ${literal(a)}`).join('')}))`,
    ),
  ].join('\n');
  const run = spawnSync('lua5.4', ['-'], { input: source, maxBuffer: 1 << 28 });
  assert.equal(run.status, 0, run.stderr.toString());
  return run.stdout.toString().trimEnd().split('\n').map(readOutcome);
}

function literal(value: Value): string {
  if (typeof value === 'number' && !Number.isFinite(value))
    return value > 0 ? '1e999' : value < 0 ? '-1e999' : '0/0';
  if (typeof value !== 'string') return value === undefined ? 'nil' : `${value}`;
  const escaped = [...value].map((c) => `\\x${c.charCodeAt(0).toString(16).padStart(2, '0')}`);
  return `"${escaped.join('')}"`;
}

function readOutcome(line: string): Outcome {
  const [status, ...shown] = line.split(' ');
  const values = shown.map(readValue);
  if (status === 'ok') return { values };
  // A function that pcall calls itself is named with its library.
  return { error: String(values[0]).replace(/ to '\w+\./, " to '") };
}

function readValue(shown: string): Value {
  const text = Buffer.from(shown.slice(2), 'hex').toString('latin1');
  switch (shown.slice(0, 2)) {
    case 'st':
      return text;
    case 'nu':
      return Number(textToNumber(text) ?? Number.NaN);
    case 'bo':
      return text === 'true';
    default:
      return undefined;
  }
}
