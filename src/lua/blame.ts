/**
 * Messages of errors: what failed, the name of the operand, and the position, found from the frames that were saved
 * on the way out or, for JavaScript exceptions, from the lines of their stack.
 */
import type { Expression, Node } from './ast.ts';
import { toInteger } from './integer.ts';
import { type Blame, ERROR, type Frame, LuaError, type Proto, R, S, type Value } from './machine.ts';
import { textToNumber } from './number-text.ts';
import { plainText, shownType } from './operations.ts';
import { stackOf, stackText } from './thrown-stack.ts';
import { LuaProto, type Place, placeOf } from './unit.ts';

/**
 * The value of the error in the registers, complete: text with position, operators' messages with names. `rest` is
 * what was saved before this slice.
 */
export function describe(rest: Frame | null): Value {
  const frame = R.level > 0 ? nth(R.head, rest, R.level) : null;
  return completed(frame === null ? undefined : placeOfFrame(frame));
}

/** The same where a protected call on the JavaScript stack takes the error: further out than it, that stack tells. */
export function describeHere(): Value {
  let levels = R.level;
  for (let frame = R.head; frame !== null && levels > 0; frame = frame.next) levels--;
  if (levels < 2) return describe(null);
  const places = placesOf(new Error('here'), true);
  if (levels - 2 < places.length) return completed(places[levels - 2]);
  const frame = nth(null, R.rest, levels - 1 - places.length);
  return completed(frame === null ? undefined : placeOfFrame(frame));
}

function completed(place: Place | undefined): Value {
  const { level, blame } = R;
  let error = R.error;
  if (level > 0) {
    if (blame !== null) error = message(blame, place);
    if (typeof error === 'string' && place !== undefined) error = positioned(place, error);
    R.error = error;
    R.level = 0;
    R.blame = null;
  }
  return error;
}

/** The last short text that got a position: what fails again and again says the same. */
const last = { name: '', line: 0, error: '', text: '' };
const SHORT = 256;

function positioned(place: Place, error: string): string {
  const { name } = place.unit;
  const line = lineOf(place);
  if (line === last.line && error === last.error && name === last.name) return last.text;
  const text = `${name}:${line}: ${error}`;
  if (text.length > SHORT) return text;
  last.name = name;
  last.line = line;
  last.error = error;
  last.text = text;
  return text;
}

/** The frame `level` steps out, counted from 1 over the frames just saved and those saved before. */
function nth(head: Frame | null, rest: Frame | null, level: number): Frame | null {
  let n = level;
  for (let frame = head; frame !== null; frame = frame.next) if (--n === 0) return frame;
  for (let frame = rest; frame !== null; frame = frame.next) if (--n === 0) return frame;
  return null;
}

function placeOfFrame(frame: Frame): Place | undefined {
  return placeIn(frame.self.proto, frame.site);
}

function placeIn(proto: Proto, site: number): Place | undefined {
  return proto instanceof LuaProto ? { unit: proto.unit, index: proto.index, site } : undefined;
}

function lineOf(place: Place): number {
  return place.unit.protos[place.index]?.lines[place.site] ?? 0;
}

/** `name:line` */
export function position(place: Place): string {
  return `${place.unit.name}:${lineOf(place)}`;
}

/**
 * Turns a JavaScript exception into a Lua error on its way: the sentinel with reason ERROR. What was half saved is
 * dropped. A nil that was indexed or called is a TypeError of V8; its line says which.
 */
export function caught(thrown: unknown): Value {
  R.head = R.tail = null;
  R.why = ERROR;
  R.blame = null;
  R.level = 0;
  const places = thrown instanceof Error ? placesOf(thrown) : [];
  R.thrown = places.map((place) => traceLine(place));
  R.error = thrownValue(thrown, places);
  return S;
}

/** The same above saved frames: a host function that goes on from its own was called by the one saved next. */
export function caughtAbove(thrown: unknown): Value {
  const sentinel = caught(thrown);
  if (!(thrown instanceof LuaError) || typeof thrown.value !== 'string') return sentinel;
  const further = thrown.level - placesOf(thrown, true).length;
  if (further > 0) {
    R.error = thrown.value;
    R.level = further;
  }
  return sentinel;
}

function thrownValue(thrown: unknown, places: readonly Place[]): Value {
  if (thrown instanceof LuaError) {
    const place = thrown.level > 0 ? places[thrown.level - 1] : undefined;
    return typeof thrown.value === 'string' && place !== undefined
      ? `${position(place)}: ${thrown.value}`
      : thrown.value;
  }
  const [place] = places;
  const where = place === undefined ? '' : `${position(place)}: `;
  if (thrown instanceof RangeError && /call stack/.test(thrown.message)) return `${where}stack overflow`;
  if (
    thrown instanceof TypeError &&
    / of undefined|not a function/.test(thrown.message) &&
    place !== undefined &&
    isEmittedTop(thrown)
  ) {
    const site = place.unit.sitesOf(place.index)[place.site];
    const verb = VERB_OF_NIL[site?.role ?? ''] ?? 'index';
    return `${where}${message({ verb, operands: [undefined] }, place)}`;
  }
  const text = thrown instanceof Error ? stackText(thrown) : String(thrown);
  return `${where}internal error: ${text}`;
}

/** What a site was doing when it met nil; all others were indexing. */
const VERB_OF_NIL: Record<string, string> = { call: 'call', iterate: 'call', '#': '__len' };

function isEmittedTop(error: Error): boolean {
  return placeOf(stackOf(error)[0]?.position) !== undefined;
}

/** Where the running coroutine begins on the JavaScript stack. */
const BASE = new Set(['runFrames', 'runAll', 'start', 'transfer']);

/** `within`: of the running coroutine only. */
function placesOf(error: Error, within = false): Place[] {
  const places: Place[] = [];
  for (const { name, position } of stackOf(error)) {
    if (within && BASE.has(name)) break;
    const place = placeOf(position);
    if (place !== undefined) places.push(place);
  }
  return places;
}

const ARITHMETIC = new Set(['__add', '__sub', '__mul', '__div', '__mod', '__pow', '__idiv', '__unm']);
const BITWISE = new Set(['__band', '__bor', '__bxor', '__shl', '__shr', '__bnot']);

/** The text of an operator's error, as PUC Lua 5.4 words it. */
function message({ verb, operands }: Blame, place: Place | undefined): string {
  const [a, b] = operands;
  if (verb === 'compare') {
    const [x, y] = [shownType(a), shownType(b)];
    return x === y ? `attempt to compare two ${x} values` : `attempt to compare ${x} with ${y}`;
  }
  if (BITWISE.has(verb) && isNumeric(a) && isNumeric(b)) {
    const name = place === undefined ? '' : nameOf(place, toInteger(a) === undefined ? 0 : 1);
    return `number${name} has no integer representation`;
  }
  const culprit = operands.length < 2 || verb === 'index' ? 0 : culpritOf(verb, a);
  const action = ARITHMETIC.has(verb)
    ? 'perform arithmetic on'
    : BITWISE.has(verb)
      ? 'perform bitwise operation on'
      : (ACTIONS[verb] ?? verb);
  return `attempt to ${action} a ${shownType(operands[culprit])} value${place === undefined ? '' : nameOf(place, culprit)}`;
}

const ACTIONS: Record<string, string> = {
  index: 'index',
  call: 'call',
  __concat: 'concatenate',
  __len: 'get length of',
};

/** Which of two operands is to blame: the first that does not fit. */
function culpritOf(verb: string, a: Value): 0 | 1 {
  if (verb === '__concat') return plainText(a) === undefined ? 0 : 1;
  if (BITWISE.has(verb)) return isNumeric(a) && toInteger(a) !== undefined ? 1 : isNumeric(a) ? 1 : 0;
  return isNumeric(a) || (typeof a === 'string' && textToNumber(a) !== undefined) ? 1 : 0;
}

function isNumeric(value: Value): boolean {
  return typeof value === 'number' || typeof value === 'bigint';
}

/** ` (local 'x')` for the operand of the site, or nothing where it has no name. */
function nameOf(place: Place, operand: number): string {
  const site = place.unit.sitesOf(place.index)[place.site];
  if (site === undefined) return '';
  if (site.role === 'iterate') return " (for iterator 'for iterator')";
  const node = site.node as Node;
  if (site.role === 'method') return 'object' in node ? describeExpression(place, node.object) : '';
  if (node.type === 'MethodCall') return ` (method '${node.name}')`;
  const at = operandNode(node, operand);
  return at === undefined ? '' : describeExpression(place, at);
}

function operandNode(node: Node, operand: number): Expression | undefined {
  switch (node.type) {
    case 'Call':
      return node.callee;
    case 'Index':
      return node.object;
    case 'Binary':
      return operand === 0 ? node.left : node.right;
    case 'Unary':
      return node.operand;
    default:
      return undefined;
  }
}

function describeExpression(place: Place, node: Expression): string {
  switch (node.type) {
    case 'Name': {
      const binding = place.unit.resolution.bindingOf.get(node);
      const kind = binding?.type === 'local' ? 'local' : binding?.type === 'captured' ? 'upvalue' : 'global';
      return ` (${kind} '${node.name}')`;
    }
    case 'Index':
      return ` (field '${node.key.type === 'String' ? node.key.value : '?'}')`;
    case 'MethodCall':
      return '';
    case 'String':
      return ` (constant '${node.value}')`;
    case 'Paren':
    case 'Cast':
    case 'NonNil':
      return describeExpression(place, node.expression);
    case 'Logical':
      // What a constant on the left decides is its right side, as where a compiler leaves the left one out.
      return constantTruth(node.left) === (node.operator === 'and')
        ? describeExpression(place, node.right)
        : '';
    default:
      return '';
  }
}

/** Whether a constant is true; undefined for all other expressions. */
function constantTruth(node: Expression): boolean | undefined {
  switch (node.type) {
    case 'True':
    case 'Number':
    case 'String':
      return true;
    case 'Nil':
    case 'False':
      return false;
    case 'Paren':
      return constantTruth(node.expression);
    case 'Logical':
      return constantTruth(node.left) === (node.operator === 'and') ? constantTruth(node.right) : undefined;
    case 'Unary': {
      const truth = node.operator === 'not' ? constantTruth(node.operand) : undefined;
      return truth === undefined ? undefined : !truth;
    }
    default:
      return undefined;
  }
}

function traceLine(place: Place): string {
  return `${position(place)}: in ${functionText(place.unit.protos[place.index])}`;
}

/** What people call a function: `main chunk`, `function 'name'`, `function <source:line>`. */
export function functionText(proto: Proto | undefined): string {
  if (!(proto instanceof LuaProto)) return `function '${proto?.name ?? '?'}'`;
  if (proto.index === 0) return 'main chunk';
  return proto.name === '' ? `function <${proto.unit.name}:${proto.line}>` : `function '${proto.name}'`;
}

const TRACED = 22;

/** So many frames are noted, innermost first. */
const NOTED = 1000;

/**
 * The frames on the JavaScript stack of this slice, then the saved ones, each by entry, line and function. Only the
 * places are noted: most errors are handled, and their traceback is read by nobody.
 */
export class Traceback {
  readonly #thrown: readonly string[];
  readonly #protos: Proto[] = [];
  readonly #sites: number[] = [];

  /** Takes over the lines of the exception that the error came from. */
  constructor(head: Frame | null, rest: Frame | null) {
    this.#thrown = R.thrown;
    if (R.thrown.length > 0) R.thrown = [];
    this.#note(head);
    this.#note(rest);
  }

  #note(start: Frame | null): void {
    for (let frame = start; frame !== null && this.#sites.length < NOTED; frame = frame.next) {
      this.#protos.push(frame.self.proto);
      this.#sites.push(frame.site);
    }
  }

  /** The lines of an exception of V8: where frames were lost, `name:line: in function 'f'`, innermost first. */
  get thrown(): readonly string[] {
    return this.#thrown;
  }

  get text(): string {
    const lines = [...this.#thrown];
    for (const [i, proto] of this.#protos.entries()) {
      const place = placeIn(proto, this.#sites[i] ?? 0);
      lines.push(place === undefined ? `[host]: in ${functionText(proto)}` : traceLine(place));
    }
    const shown = lines.filter((line) => !line.startsWith("[host]: in function 'task."));
    if (shown.length === 0) return '';
    const text =
      shown.length <= TRACED
        ? shown
        : [...shown.slice(0, 10), `...\t(skipping ${shown.length - 21} levels)`, ...shown.slice(-11)];
    return ['stack traceback:', ...text.map((line) => `\t${line}`)].join('\n');
  }
}
