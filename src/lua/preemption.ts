/**
 * Where a slice ends.
 *
 * Each place at which code stops costs once: its continuation is compiled and has to grow warm, and V8 gives up the
 * function that saves there for the first time. So the last `RESERVE` reductions of a long slice are kept back: once
 * all others are spent, the slice ends at the next place that is cheap. Cheapest are the loops of main chunks, whose
 * code goes on as it is (see emit/loops.ts); then places where code has stopped before; then loops that lie in no
 * other one of their function. What is left is forfeited. Short slices have no reserve, so that tests choose the places.
 *
 * V8 compiles a loop that runs as a replacement of code that runs, and once more when the function is entered again; so while
 * it is young the loop of a piece stops each few hundred reductions, and its task goes on at once: V8 compiles it as what is
 * entered anew, once, and with all notes of how it stops.
 *
 * What saves a function's frame is a call that V8 knows nothing of before it has run, so code that was compiled until then is
 * given up by each activation on the stack when the first slice ends. So the first long slice after code was loaded stops
 * once before V8 compiles any, and goes on at once.
 *
 *   Pe1  `R.fuel` is a small integer: were it ever a fraction, V8 would compile anew everything that counts it.
 *        Work that costs less than one is paid by `spendPart`.
 *
 * Every check has a number. Checks may share one: then one stops where the other has, which is no harm.
 */
import { MULTI, R, type Registers, SLICE } from './machine.ts';
import { UNNOTED } from './unnoted.ts';

const RESERVE = 6000;
/** Slices that are shorter have no reserve. */
const LONG = 20_000;

const NUMBERS = 4096;
/** The checks of each kind have numbers from here on. */
const FIRST = { piece: 0, outer: 512, other: 1536 } as const;
export type CheckKind = keyof typeof FIRST;
const END: Readonly<Record<CheckKind, number>> = { piece: FIRST.outer, outer: FIRST.other, other: NUMBERS };

/** At how much fuel each check stops, within the reserve. */
const limits = new Int16Array(NUMBERS).fill(-RESERVE);
limits.fill(0, FIRST.piece, FIRST.outer);
limits.fill(-RESERVE * 0.75, FIRST.outer, FIRST.other);
const HAS_STOPPED = -RESERVE / 2;

/** After so many reductions a young loop stops, and one that is not asks again. */
const SOON = 300;
const LATER = 20_000;
/** So often each loop of a piece stops while it is young. */
const YOUTH = 3000;
/** How often it will yet. */
const youth = new Uint16Array(FIRST.other).fill(YOUTH);
const early = { isStop: false };
/** At less fuel the piece of a function that began last has run for a while. */
const inner = { early: 0 };

/** So many reductions: functions have run often enough for V8 to take notes, and seldom enough not to be compiled. */
const FIRST_PART = 600;
/** What is held back of a slice until its first part has stopped, and whether the next long slice has such a part. */
const firstPart = { held: 0, isDue: false };

/** The number of the check at a site of a function; `salt` keeps units apart. */
export function checkNumber(kind: CheckKind, salt: number, index: number, site: number): number {
  return FIRST[kind] + ((salt * 31 + index * 67 + site) % (END[kind] - FIRST[kind]));
}

/**
 * Spends one reduction; true when the stack must be unwound. So small that V8 puts it into every loop and function, and
 * what it then knows of the call of `slice` is the same everywhere: a call at each check would be unknown to V8 until the
 * first slice ends there, and the code would be given up then. It compares what `slice` gives, so V8 knows that the condition
 * is true or false; the next two would be too long for that (`bin/launch.sh`).
 */
export function tick(registers: Registers, check: number): boolean {
  return --registers.fuel < 0 && slice(check) === true;
}

/** The same for a function, whose frame may cost more than one. It stops when there was no fuel before. */
export function enter(registers: Registers, cost: number, check: number): boolean {
  // biome-ignore lint/suspicious/noAssignInExpressions: one load shorter, which is what V8 asks of a small function
  return (registers.fuel -= cost) <= -cost && slice(check);
}

/** The same for a loop that is a piece. */
export function tickOfPiece(registers: Registers, check: number): boolean {
  return --registers.fuel < registers.early && stopEarly(check);
}

function stopEarly(check: number): boolean {
  if (R.fuel < 0) return slice(check);
  // Above it others wait, who are not called in vain: only what runs for a while is worth a stop.
  if (check >= FIRST.outer && R.fuel > inner.early) return false;
  const stops = youth[check] as number;
  if (stops === 0) {
    R.early = R.fuel > LATER ? R.fuel - LATER : 0;
    return false;
  }
  youth[check] = stops - 1;
  early.isStop = true;
  return stopNow();
}

/** The fuel is spent, perhaps but for the reserve: true when the stack must be unwound. */
function slice(check: number): boolean {
  const limit = limits[check] as number;
  if (R.fuel > -R.reserve) {
    if (R.fuel > limit) return false;
    R.fuel = -R.reserve;
  }
  if (limit < HAS_STOPPED) limits[check] = HAS_STOPPED;
  return stopNow();
}

function stopNow(): true {
  R.why = SLICE;
  R.n = 0;
  R.r0 = R.r1 = R.r2 = undefined;
  return true;
}

/** Begins a slice of the fuel in `R.fuel`. */
export function beginSlice(): void {
  const isLong = R.fuel >= LONG;
  if (isLong && firstPart.isDue) {
    firstPart.isDue = false;
    firstPart.held = R.fuel - FIRST_PART;
    R.fuel = FIRST_PART;
    R.reserve = R.early = 0;
    return;
  }
  R.reserve = isLong ? RESERVE : 0;
  R.fuel -= R.reserve;
  setEarly();
}

function setEarly(): void {
  // Short slices have no such stops, so that tests choose the places.
  R.early = R.reserve > 0 && R.fuel > SOON ? R.fuel - SOON : 0;
  // What goes on has run for a while.
  inner.early = R.fuel;
}

/** A piece begins: if it is young its loop stops at once. */
export function beginPiece(): void {
  if (R.reserve > 0 && R.fuel > 0) R.early = R.fuel;
}

/** The same in another function than the main chunk, which may be short. */
export function beginInnerPiece(): void {
  inner.early = R.fuel > SOON ? R.fuel - SOON : 0;
  if (R.reserve > 0 && R.early < inner.early) R.early = inner.early;
}

/** Code was loaded that has not run yet. */
export function codeIsNew(): void {
  firstPart.isDue = true;
}

/** True when the slice did not end: young code has stopped to be entered anew. */
export function goesOnAfterStop(): boolean {
  // With a result in the stash it is no stop for want of fuel.
  if (firstPart.held > 0 && R.stash === null) {
    R.fuel += firstPart.held - RESERVE;
    firstPart.held = 0;
    R.reserve = RESERVE;
    setEarly();
    return true;
  }
  if (!early.isStop) return false;
  early.isStop = false;
  setEarly();
  return true;
}

/** Ends it: what is left of the fuel is in `R.fuel`. */
export function endSlice(): void {
  R.fuel += R.reserve + firstPart.held;
  R.reserve = R.early = firstPart.held = 0;
}

let parts = 0;

/** Spends fuel that may be less than one. */
export function spendPart(fuel: number): void {
  parts += fuel;
  if (parts < 1) return;
  const whole = Math.floor(parts);
  parts -= whole;
  R.fuel -= whole;
}

/**
 * Goes all ways of `slice` once V8 takes notes of it, before code that it is written into is compiled: a way that V8 has
 * not seen is where such code is given up.
 */
export function settleChecks(): void {
  const check = END.piece - 1;
  const kept = limits[check] as number;
  for (let i = 0; i < UNNOTED; i++) goThrough(check, 0, 0);
  settleEarlyStops();
  for (const limit of [0, -RESERVE]) {
    limits[check] = limit;
    for (const fuel of [2, 0, -1, -RESERVE]) goThrough(check, fuel, RESERVE);
  }
  limits[check] = kept;
  R.fuel = R.reserve = 0;
  R.why = MULTI;
}

function settleEarlyStops(): void {
  for (const check of [END.piece - 1, END.outer - 1]) {
    const kept = youth[check] as number;
    for (const fuel of [LATER + 2, 2]) {
      for (const stops of [0, 1]) {
        youth[check] = stops;
        for (const at of [0, LATER * 2]) {
          inner.early = at;
          R.early = R.fuel = fuel;
          tickOfPiece(R, check);
        }
      }
    }
    youth[check] = kept;
  }
  R.reserve = RESERVE;
  for (let i = 0; i <= UNNOTED; i++) {
    R.fuel = i < UNNOTED ? 2 : LATER;
    R.early = 0;
    beginInnerPiece();
  }
  early.isStop = false;
  R.early = R.reserve = 0;
}

function goThrough(check: number, fuel: number, reserve: number): void {
  R.reserve = reserve;
  R.fuel = fuel;
  tick(R, check);
  R.fuel = fuel;
  enter(R, 2, check);
  R.fuel = fuel;
  tickOfPiece(R, check);
}
