/**
 * Saved frames for people: functions, lines, and the names and values of locals. Nothing is run and nothing changed,
 * and however many frames there are, only those at both ends are looked at closely.
 */
import { functionText } from '../blame.ts';
import { wrapFailed } from '../library/coroutine.ts';
import { Cell, type Fn, Frame, type Value } from '../machine.ts';
import { isCell } from '../resolution.ts';
import { formsOf } from '../snapshot/site-form.ts';
import { LuaProto, slotAt } from '../unit.ts';
import { contentOf } from '../wide-integer.ts';

export interface NamedValue {
  readonly name: string;
  readonly value: Value;
}

export interface FrameView {
  /** `main chunk`, `function 'name'`, `function <source:line>`. */
  readonly function: string;
  /** `source:line`; '' in the host. */
  readonly place: string;
  /** What was kept of them, in the order of their declaration. */
  readonly locals: readonly NamedValue[];
  /** What the function took from outside. */
  readonly captured: readonly NamedValue[];
}

export interface FramesView {
  /** Innermost first. */
  readonly inner: readonly FrameView[];
  readonly skipped: number;
  readonly outer: readonly FrameView[];
}

const INNER = 24;
const OUTER = 8;

export function viewFrames(start: Frame | null): FramesView {
  const inner: Frame[] = [];
  const outer: Frame[] = [];
  let count = 0;
  for (const frame of framesFrom(start)) {
    if (count < INNER) inner.push(frame);
    else outer[count % OUTER] = frame;
    count++;
  }
  const rest = count - INNER;
  // The ring begins behind the place that was written last.
  const from = rest <= OUTER ? INNER % OUTER : count % OUTER;
  const last = outer.map((_, i) => outer[(from + i) % outer.length]).filter((frame) => frame !== undefined);
  return {
    inner: inner.map(viewFrame),
    skipped: Math.max(0, rest - OUTER),
    outer: last.map(viewFrame),
  };
}

/** `source:line` and the function of the innermost Lua frame; undefined when there is none. */
export function innermostPlace(start: Frame | null): { place: string; function: string } | undefined {
  for (const { self, site } of framesFrom(start)) {
    const { proto } = self;
    if (proto instanceof LuaProto) {
      return { place: placeOf(proto, site), function: functionText(proto) };
    }
  }
  return undefined;
}

/** Which code a list of frames stands in, as cheaply as it can be said: the same text for the same site. */
export function siteText(start: Frame | null): string {
  for (const { self, site } of framesFrom(start)) {
    const { proto } = self;
    if (proto instanceof LuaProto) return `${proto.unit.name}:${proto.index}:${site}`;
  }
  return '';
}

/** All but the engine's own; those of a coroutine that failed stand before those of who resumed it. */
function* framesFrom(start: Frame | null): Generator<Frame> {
  const waiting: Frame[] = [];
  for (let frame = start; frame !== null || waiting.length > 0; ) {
    if (frame === null) {
      frame = waiting.pop()?.next ?? null;
      continue;
    }
    if (frame.self === wrapFailed && frame.a instanceof Frame) {
      waiting.push(frame);
      frame = frame.a;
      continue;
    }
    if (!frame.self.proto.name.startsWith('task.')) yield frame;
    frame = frame.next;
  }
}

/** Code whose source cannot be read again has no lines and no names, which is no reason to show nothing. */
function viewFrame(frame: Frame): FrameView {
  const { self, site } = frame;
  const { proto } = self;
  const view = { function: functionText(proto), place: '', locals: [], captured: [] };
  if (!(proto instanceof LuaProto)) return view;
  try {
    return {
      ...view,
      place: placeOf(proto, site),
      locals: localsOf(frame, proto),
      captured: capturedBy(self, proto),
    };
  } catch {
    return { ...view, place: proto.unit.name };
  }
}

function placeOf(proto: LuaProto, site: number): string {
  return `${proto.unit.name}:${proto.lines[site] ?? proto.line}`;
}

function localsOf(frame: Frame, proto: LuaProto): NamedValue[] {
  const form = formsOf(proto).bySite[frame.site];
  const locals: NamedValue[] = [];
  for (const [slot, name] of form?.names.entries() ?? []) {
    if (name === '') continue;
    const value = slotAt(frame, slot);
    if (form?.holds[slot] === 'list') {
      const extra = Array.isArray(value) ? value : [];
      for (const [i, one] of extra.slice(0, MOST_EXTRA).entries()) {
        locals.push({ name: `...[${i + 1}]`, value: one });
      }
    } else locals.push({ name, value: value instanceof Cell ? contentOf(value) : value });
  }
  return locals;
}

const MOST_EXTRA = 16;

function capturedBy({ up }: Fn, { unit, index }: LuaProto): NamedValue[] {
  const { environment, functions } = unit.resolution;
  const captured: NamedValue[] = [];
  for (const [i, { variable }] of functions[index]?.captures.entries() ?? []) {
    if (variable === environment) continue;
    const value = up[i];
    captured.push({
      name: variable.name,
      value: isCell(variable) && value instanceof Cell ? contentOf(value) : value,
    });
  }
  return captured;
}
