/**
 * What a program must do, by an interpreter of its tree that knows nothing of the engine: processes and coroutines are
 * generators, time is a number.
 *
 *   Mo1  Who could be ahead of whom in the engine must not matter, so a program is refused (`Ambiguous`) when two fibers send
 *        or receive under one topic of a process, when one writes what another one declared, or when a timer and a message
 *        come close to each other.
 *   Mo2  A program that does not come to its end is refused too.
 *   Mo3  What a block says is looked up by its number each time a statement has been done, so that it can be changed while
 *        the program waits within it.
 */
import { TOO_LONG, WHILE } from './lua-text.ts';
import {
  ATTEMPTS,
  acted,
  allBlocks,
  type Block,
  type Expression,
  flaws,
  MODULUS,
  type Program,
  type Statement,
} from './program.ts';

/** The model cannot say what comes of the program. */
export class Ambiguous extends Error {}

export type Logged = number | string;

export interface ProcessEnd {
  readonly sum?: number;
  readonly trace?: readonly Logged[];
  readonly failed?: string;
}

export interface Expected {
  /** By their paths. */
  readonly ends: ReadonlyMap<string, ProcessEnd>;
  /** How often each call is made without a crash. */
  readonly calls: ReadonlyMap<string, number>;
}

/** Code asks for a variable that has no value. */
export class Missing extends Ambiguous {}

/** More than crashes can delay anything, in milliseconds. */
const MARGIN = 1_200_000;
const MOST_TURNS = 20_000;
export const TERMINATED = 'failed: process terminated';
/** How one ends that is cancelled before its time. */
export const NEVER_BEGAN = 'was asked to end before it began: enough';
const LATE = 3_600_000;

/** What a fiber waits for. */
interface Wait {
  readonly isReady: () => boolean;
  /** Or until then. */
  readonly until?: number;
}

type Running<T = void> = Generator<Wait, T, void>;

/** An error of the guest. */
class Raised extends Error {}

class Cell<T> {
  readonly owner: number;
  value: T;

  constructor(owner: number, value: T) {
    this.owner = owner;
    this.value = value;
  }
}

interface Closure {
  readonly statement: Extract<Statement, { type: 'function' }>;
  readonly scope: Scope;
}

type Content = number | Cell<Logged[]> | Closure | Process;

class Scope {
  readonly #values = new Map<string, Cell<Content>>();
  readonly #outer: Scope | undefined;
  readonly fiber: Fiber;
  /** Where values are noted, and what numbers calls. */
  readonly trace: Cell<Logged[]>;
  readonly ids: Cell<{ readonly path: string; count: number }>;

  constructor(outer: Scope | undefined, own: Pick<Scope, 'fiber' | 'trace' | 'ids'>) {
    this.#outer = outer;
    this.fiber = own.fiber;
    this.trace = own.trace;
    this.ids = own.ids;
  }

  inner(): Scope {
    return new Scope(this, this);
  }

  /** The same place, as another fiber sees it. */
  by(fiber: Fiber): Scope {
    return fiber === this.fiber ? this.inner() : new Scope(this, { fiber, trace: this.trace, ids: this.ids });
  }

  declare(name: string, value: Content): void {
    this.#values.set(name, new Cell(this.fiber.id, value));
  }

  cell(name: string): Cell<Content> {
    const found = this.#values.get(name) ?? this.#outer?.cell(name);
    if (found === undefined) throw new Missing(`there is no variable ${name}`);
    return found;
  }

  number(name: string): number {
    const { value } = this.cell(name);
    if (typeof value !== 'number') throw new Ambiguous(`${name} is no number`);
    return value;
  }

  list(name: string): Cell<Logged[]> {
    const { value } = this.cell(name);
    if (!(value instanceof Cell)) throw new Ambiguous(`${name} is no list`);
    return value;
  }

  process(name: string): Process {
    const { value } = this.cell(name);
    if (!(value instanceof Process)) throw new Ambiguous(`${name} is no process`);
    return value;
  }

  log(value: Logged): void {
    this.owned(this.trace).push(value);
  }

  nextId(): string {
    const ids = this.owned(this.ids);
    ids.count++;
    return `${ids.path}.${ids.count}`;
  }

  /** Only who made it may change it (Mo1). */
  owned<T>(cell: Cell<T>): T {
    if (cell.owner !== this.fiber.id) throw new Ambiguous('a fiber changes what another one has');
    return cell.value;
  }
}

interface Fiber {
  readonly id: number;
  readonly process: Process;
  /** The statements that it is in, by their blocks. */
  readonly path: { readonly block: number; readonly statement: number }[];
}

interface Topic {
  readonly values: number[];
  readonly senders: Set<number>;
  readonly readers: Set<number>;
  /** A timer was earlier, then. */
  lostAt: number;
}

class Process {
  readonly path: string;
  readonly role: number;
  readonly parent: Process | undefined;
  readonly topics = new Map<string, Topic>();
  /** Who looks at its events. */
  readonly hearers = new Set<number>();
  end: ProcessEnd | undefined;
  endedAt = Number.NEGATIVE_INFINITY;
  isCanceled = false;
  /** When one begins that begins late. */
  beginsAt = Number.NEGATIVE_INFINITY;
  /** What comes now is not lost with a run that fails. */
  hears = true;
  /** Children that fail with it, as long as it does not know that they have ended. */
  readonly linked = new Set<Process>();

  constructor(path: string, role: number, parent: Process | undefined) {
    this.path = path;
    this.role = role;
    this.parent = parent;
  }

  topic(name: string): Topic {
    let topic = this.topics.get(name);
    if (topic === undefined) {
      topic = { values: [], senders: new Set(), readers: new Set(), lostAt: Number.NEGATIVE_INFINITY };
      this.topics.set(name, topic);
    }
    return topic;
  }
}

/** One line of execution, and what it waits for. */
interface Line {
  readonly fiber: Fiber;
  readonly run: Running;
  wait: Wait | undefined;
}

const never: Wait = { isReady: () => false };

export class Model {
  #program: Program;
  #blocks = new Map<number, Block>();
  #statementsById = new Map<number, Statement>();
  readonly #lines: Line[] = [];
  readonly #processes: Process[] = [];
  readonly calls = new Map<string, number>();
  #fibers = 0;
  #turns = 0;
  now = 0;

  constructor(program: Program) {
    this.#program = program;
    this.change(program);
    this.#start('m', 0, 1, undefined);
  }

  /** What the program is from now on (Mo3). */
  change(program: Program): void {
    this.#program = program;
    const blocks = [...allBlocks(program)];
    this.#blocks = new Map(blocks.map((block) => [block.id, block]));
    this.#statementsById = new Map(blocks.flatMap(({ body }) => body.map((one) => [one.id, one] as const)));
  }

  /** Where it waits: the statements that are under way, by their blocks; undefined when all is over. */
  get places(): ReadonlyMap<number, number> | undefined {
    if (this.#lines.length === 0) return undefined;
    const all = this.#lines.flatMap(({ fiber }) => fiber.path);
    return new Map(all.map(({ block, statement }) => [block, statement]));
  }

  /** A statement as it is now. */
  #latest<S extends Statement>(statement: S): S {
    const found = this.#statementsById.get(statement.id);
    if (found?.type !== statement.type) throw new Missing('a statement that is under way is gone');
    return found as S; // of the same type
  }

  /** To the end; throws what says that there is none to be known. */
  finish(): Expected {
    this.runUntil(Number.POSITIVE_INFINITY);
    for (const { path, end } of this.#processes)
      if (end === undefined) throw new Ambiguous(`${path} never ends`);
    return {
      ends: endsByPaths(this.#processes.map(({ path, end = {} }) => [path, end])),
      calls: this.calls,
    };
  }

  /** Lets all happen that happens until then. */
  runUntil(end: number): void {
    for (;;) {
      if (++this.#turns > MOST_TURNS) throw new Ambiguous('it runs for too long');
      const ready = this.#lines.find(({ wait }) => wait === undefined || wait.isReady());
      if (ready !== undefined) {
        this.#turn(ready);
        continue;
      }
      const next = Math.min(...this.#lines.map(({ wait }) => wait?.until ?? Number.POSITIVE_INFINITY));
      if (next === Number.POSITIVE_INFINITY || next > end) return;
      this.now = Math.max(this.now, next);
      for (const line of this.#lines)
        if ((line.wait?.until ?? Number.POSITIVE_INFINITY) <= this.now) line.wait = undefined;
    }
  }

  #turn(line: Line): void {
    const { done, value } = line.run.next();
    if (done !== true) line.wait = value;
    else this.#lines.splice(this.#lines.indexOf(line), 1);
  }

  #begin(process: Process, run: (fiber: Fiber) => Running): void {
    const fiber = { id: ++this.#fibers, process, path: [] };
    this.#lines.push({ fiber, run: run(fiber), wait: undefined });
  }

  #start(
    path: string,
    role: number,
    given: number,
    parent: Process | undefined,
    delay = 0,
    isAgain = false,
  ): Process {
    const process = new Process(path, role, parent);
    this.#processes.push(process);
    process.hears = this.#program.roles[role]?.failing === undefined;
    if (delay > 0) process.beginsAt = this.now + delay;
    const model = this;
    this.#begin(process, function* (fiber) {
      if (delay > 0) yield model.#sleep(delay);
      const end = yield* model.#runs(fiber, given, isAgain);
      model.#ended(process, end);
      model.#fallen(process);
      for (let i = model.#lines.length - 1; i >= 0; i--) {
        const line = model.#lines[i];
        if (line?.fiber.process === process && line.fiber !== fiber) model.#lines.splice(i, 1);
      }
    });
    return process;
  }

  /** Who is linked to one that fails is ended, at whatever it is doing. */
  #fallen({ end, linked }: Process): void {
    if (end?.failed === undefined) return;
    for (const child of linked) {
      if (child.end === undefined || this.now - child.endedAt < MARGIN)
        throw new Ambiguous('a linked process ends about when the one does that fails, or later');
    }
  }

  #ended(process: Process, end: ProcessEnd): void {
    if (process.end !== undefined) return;
    process.end = end;
    process.endedAt = this.now;
  }

  /** All runs of a process; the first ones fail when its role says so. */
  *#runs(fiber: Fiber, given: number, isAgain: boolean): Running<ProcessEnd> {
    const { process } = fiber;
    const role = this.#program.roles[process.role];
    if (role === undefined) throw new Ambiguous('there is no such role');
    for (let run = 1; ; run++) {
      const trace: Logged[] = [];
      const scope = new Scope(undefined, {
        fiber,
        trace: new Cell(fiber.id, trace),
        ids: new Cell(fiber.id, { path: `${process.path}#${run}`, count: 0 }),
      });
      scope.declare('a', given);
      try {
        const { failing } = role;
        process.hears = failing === undefined || run > failing.runs;
        if (failing !== undefined && run <= failing.runs) {
          yield* this.#block(failing.body, scope.inner());
          if (!isAgain) return { failed: 'this run fails' };
          yield this.#sleep(1000 * 2 ** (run - 1));
          continue;
        }
        yield* this.#statements(role.body, scope);
        // The role itself may have been changed meanwhile.
        const { value } = this.#program.roles[process.role] ?? role;
        return { sum: this.#value(value, scope), trace };
      } catch (thrown) {
        if (thrown instanceof Raised) return { failed: thrown.message };
        throw thrown;
      }
    }
  }

  #sleep(millis: number): Wait {
    return { isReady: () => false, until: this.now + millis };
  }

  *#block(block: Block, scope: Scope): Running {
    yield* this.#statements(block, scope.inner());
  }

  *#statements({ id }: Block, scope: Scope): Running {
    for (let next = this.#next(id); next !== undefined; next = this.#next(id, next)) {
      const leave = enter(scope.fiber, id, next);
      try {
        yield* this.#statement(next, scope);
      } finally {
        leave();
      }
    }
  }

  /** The first statement of a block, or the one after that one, as the block is now. */
  #next(block: number, last?: Statement): Statement | undefined {
    const { body } = this.#blocks.get(block) ?? gone();
    if (last === undefined) return body[0];
    const at = body.findIndex(({ id }) => id === last.id);
    if (at < 0) throw new Missing('a statement that is under way is gone');
    return body[at + 1];
  }

  #value(e: Expression, scope: Scope): number {
    switch (e.type) {
      case 'number':
        return e.value;
      case 'name':
        return scope.number(e.name);
      case 'sum':
        return (this.#value(e.left, scope) + this.#value(e.right, scope)) % MODULUS;
      case 'product':
        return (this.#value(e.left, scope) * this.#value(e.right, scope)) % MODULUS;
      case 'length':
        return scope.list(e.list).value.length;
      case 'item': {
        const { value } = scope.list(e.list);
        return Number(value[(this.#value(e.at, scope) % (value.length + 1)) - 1] ?? 0);
      }
    }
  }

  *#statement(s: Statement, scope: Scope): Running {
    switch (s.type) {
      case 'local':
        scope.declare(s.name, this.#value(s.value, scope));
        return;
      case 'assign': {
        const cell = scope.cell(s.name);
        scope.owned(cell);
        scope.number(s.name);
        cell.value = this.#value(s.value, scope);
        return;
      }
      case 'list':
        scope.declare(
          s.name,
          new Cell(
            scope.fiber.id,
            s.items.map((item) => this.#value(item, scope)),
          ),
        );
        return;
      case 'alias':
        scope.declare(s.name, scope.list(s.list));
        return;
      case 'push':
        scope.owned(scope.list(s.list)).push(this.#value(s.value, scope));
        return;
      case 'log':
      case 'chance':
        scope.log(this.#value(s.value, scope));
        return;
      case 'call':
        yield* this.#call(s, scope);
        return;
      case 'sleep':
        yield this.#sleep(s.millis);
        return;
      case 'register':
        scope.nextId();
        scope.log('named');
        return;
      case 'yield':
        throw new Ambiguous('it yields where nobody takes it');
      case 'invoke': {
        const { value } = scope.cell(s.callee);
        if (typeof value === 'number' || !('statement' in value))
          throw new Ambiguous(`${s.callee} is no function`);
        scope.declare(s.name, yield* this.#invoke(value, this.#value(s.value, scope), scope.fiber));
        return;
      }
      case 'error':
        throw new Raised(s.message);
      case 'contest':
        yield* this.#contest(s, scope);
        return;
      case 'race': {
        if (Math.abs(s.slow - s.fast) < MARGIN) throw new Ambiguous('two timers are close to each other');
        yield this.#sleep(Math.min(s.fast, s.slow));
        scope.log(s.fast < s.slow ? 'fast' : 'slow');
        return;
      }
      case 'send':
      case 'receive':
      case 'first':
      case 'gather':
        yield* this.#message(s, scope);
        return;
      case 'spawn':
      case 'exec':
      case 'await':
      case 'cancel':
      case 'terminate':
      case 'canceled':
      case 'forever':
        yield* this.#family(s, scope);
        return;
      default:
        yield* this.#nested(s, scope);
    }
  }

  /** A call is made so many times. */
  #called(id: string, times: number): void {
    this.calls.set(id, (this.calls.get(id) ?? 0) + times);
  }

  *#call({ name, style, value }: Extract<Statement, { type: 'call' }>, scope: Scope): Running {
    const id = scope.nextId();
    const n = this.#value(value, scope);
    this.#called(id, style === 'flaky' ? 1 + flaws(n) : style === 'gives up' ? ATTEMPTS : 1);
    switch (style) {
      case 'slow':
        yield this.#sleep(WHILE);
        break;
      case 'flaky':
      case 'gives up':
        yield this.#sleep(100);
        break;
      case 'late':
        yield this.#sleep(TOO_LONG);
        break;
      default:
        break;
    }
    switch (style) {
      case 'fails':
        scope.log(`failed: no luck with ${n}`);
        return;
      case 'raises':
        scope.log(`caught: raised ${n}`);
        return;
      case 'gives up':
        scope.log('failed: not now');
        return;
      case 'late':
        scope.log('failed: Timeout');
        return;
      default:
        scope.declare(name, acted(n));
    }
  }

  *#contest({ style, millis, value }: Extract<Statement, { type: 'contest' }>, scope: Scope): Running {
    this.#called(scope.nextId(), 1);
    const n = this.#value(value, scope);
    const takes = style === 'slow' ? WHILE : 30 * 3_600_000;
    if (Math.abs(takes - millis) < MARGIN) throw new Ambiguous('a timer and a call are close to each other');
    yield this.#sleep(Math.min(takes, millis));
    scope.log(takes < millis ? acted(n) : 'too late');
  }

  *#invoke({ statement, scope }: Closure, given: number, fiber: Fiber): Running<number> {
    const inner = scope.by(fiber);
    const { parameter, body } = this.#latest(statement);
    inner.declare(parameter, given);
    yield* this.#statements(body, inner);
    return this.#value(this.#latest(statement).value, inner);
  }

  #read({ process, id }: Fiber, name: string): Topic {
    const topic = process.topic(name);
    topic.readers.add(id);
    if (topic.readers.size > 1) throw new Ambiguous('two fibers read one topic');
    return topic;
  }

  #send({ id }: Fiber, to: Process | undefined, name: string, value: number): void {
    if (to === undefined) throw new Ambiguous('there is no parent');
    if (!to.hears) throw new Ambiguous('what comes during a run that fails is gone');
    const topic = to.topic(name);
    topic.senders.add(id);
    if (topic.senders.size > 1) throw new Ambiguous('two fibers send under one topic');
    if (this.now - topic.lostAt < MARGIN) throw new Ambiguous('a message comes soon after a timer');
    topic.values.push(value);
  }

  *#message(s: Extract<Statement, { type: 'send' | 'receive' | 'first' | 'gather' }>, scope: Scope): Running {
    const { fiber } = scope;
    const read = (name: string) => this.#read(fiber, name);
    switch (s.type) {
      case 'send': {
        const to = s.to.type === 'parent' ? fiber.process.parent : scope.process(s.to.name);
        this.#send(fiber, to, s.topic, this.#value(s.value, scope));
        return;
      }
      case 'receive': {
        const { values } = read(s.topic);
        yield { isReady: () => values.length > 0 };
        scope.declare(s.name, values.shift() ?? 0);
        return;
      }
      case 'first': {
        const topic = read(s.topic);
        const until = this.now + s.millis;
        yield { isReady: () => topic.values.length > 0, until };
        const value = topic.values.shift();
        if (value !== undefined && until - this.now < MARGIN)
          throw new Ambiguous('a message comes shortly before a timer');
        if (value === undefined) topic.lostAt = this.now;
        scope.log(value ?? 'nothing came');
        return;
      }
      case 'gather': {
        const topics = s.topics.map(read);
        if (new Set(topics).size < topics.length) throw new Ambiguous('a topic is gathered twice');
        yield { isReady: () => topics.every(({ values }) => values.length > 0) };
        for (const { values } of topics) scope.log(values.shift() ?? 0);
        return;
      }
    }
  }

  *#family(
    s: Extract<
      Statement,
      { type: 'spawn' | 'exec' | 'await' | 'cancel' | 'terminate' | 'canceled' | 'forever' }
    >,
    scope: Scope,
  ): Running {
    const { process, id } = scope.fiber;
    const hear = () => {
      process.hearers.add(id);
      if (process.hearers.size > 1) throw new Ambiguous('two fibers hear events');
    };
    switch (s.type) {
      case 'spawn': {
        const path = scope.nextId();
        if (s.how === 'named') {
          // The name is asked for first.
          const own = scope.nextId();
          scope.declare(s.name, this.#start(own, s.role, this.#value(s.value, scope), process, 0, true));
          scope.log('found');
          return;
        }
        const delay = s.how === 'late' ? LATE : 0;
        const child = this.#start(path, s.role, this.#value(s.value, scope), process, delay, true);
        if (s.how === 'linked') process.linked.add(child);
        scope.declare(s.name, child);
        return;
      }
      case 'exec': {
        const child = this.#start(scope.nextId(), s.role, this.#value(s.value, scope), process);
        yield { isReady: () => child.end !== undefined };
        scope.log(outcomeOf(child));
        return;
      }
      case 'await': {
        const child = scope.process(s.child);
        hear();
        yield { isReady: () => child.end !== undefined };
        process.linked.delete(child);
        scope.log(outcomeOf(child));
        return;
      }
      case 'cancel': {
        const child = scope.process(s.child);
        if (this.#endsEarly(child)) return;
        if (!child.hears) throw new Ambiguous('what comes during a run that fails is gone');
        child.isCanceled = true;
        return;
      }
      case 'terminate': {
        const child = scope.process(s.child);
        const { values } = this.#read(scope.fiber, s.topic);
        yield { isReady: () => values.length > 0 };
        const lines = this.#lines.filter(({ fiber }) => fiber.process === child);
        // Otherwise what it was doing would be done in part.
        if (child.end !== undefined || lines.some(({ wait }) => wait !== never))
          throw new Ambiguous('who is terminated does something');
        for (const line of lines) this.#lines.splice(this.#lines.indexOf(line), 1);
        this.#ended(child, { failed: TERMINATED });
        this.#fallen(child);
        return;
      }
      case 'canceled':
        hear();
        yield { isReady: () => process.isCanceled };
        scope.log('enough');
        return;
      case 'forever':
        this.#send(scope.fiber, process.parent, s.topic, 0);
        yield never;
        return;
    }
  }

  /** It is cancelled before its time: it never runs. */
  #endsEarly(child: Process): boolean {
    if (Math.abs(child.beginsAt - this.now) < MARGIN)
      throw new Ambiguous('it is cancelled about when it begins');
    if (child.beginsAt < this.now) return false;
    const at = this.#lines.findIndex(({ fiber }) => fiber.process === child);
    if (at >= 0) this.#lines.splice(at, 1);
    this.#ended(child, { failed: NEVER_BEGAN });
    return true;
  }

  *#nested(s: Exclude<Statement, { type: 'local' }> & Statement, scope: Scope): Running {
    switch (s.type) {
      case 'fork': {
        const results: { trace: Logged[]; isDone: boolean }[] = [];
        for (const branch of s.branches) {
          const path = scope.nextId();
          const result = { trace: [] as Logged[], isDone: false };
          results.push(result);
          const model = this;
          this.#begin(scope.fiber.process, function* (fiber) {
            const own = new Scope(scope, {
              fiber,
              trace: new Cell(fiber.id, result.trace),
              ids: new Cell(fiber.id, { path, count: 0 }),
            });
            yield* model.#statements(branch, own);
            result.isDone = true;
          });
        }
        yield { isReady: () => results.every(({ isDone }) => isDone) };
        for (const { trace } of results) for (const value of trace) scope.log(value);
        return;
      }
      case 'generate': {
        const made: number[] = [];
        let isOver = false;
        const inner = this.#generated(s.maker, scope.inner(), made);
        while (!isOver) {
          // Runs until it gives a value, and waits where it waits.
          for (;;) {
            const { done, value } = inner.next();
            if (done === true) isOver = true;
            if (done === true || value === 'yielded') break;
            yield value;
          }
          const value = made.shift();
          if (value === undefined) return;
          const body = scope.inner();
          body.declare(s.name, value);
          yield* this.#statements(s.body, body);
        }
        return;
      }
      case 'if':
        yield* this.#block(this.#value(s.value, scope) % 2 === 0 ? s.body : s.otherwise, scope);
        return;
      case 'for':
        for (let i = 1; i <= s.times; i++) {
          const inner = scope.inner();
          inner.declare(s.name, i);
          yield* this.#statements(s.body, inner);
        }
        return;
      case 'each':
        for (const item of [...scope.list(s.list).value]) {
          const inner = scope.inner();
          inner.declare(s.name, Number(item));
          yield* this.#statements(s.body, inner);
        }
        return;
      case 'while':
      case 'repeat':
        scope.declare(s.name, 0);
        for (let i = 1; i <= s.times; i++) {
          const cell = scope.cell(s.name);
          cell.value = i;
          yield* this.#block(s.body, scope);
        }
        return;
      case 'function':
        scope.declare(s.name, { statement: s, scope });
        return;
      case 'pcall':
        try {
          const inner = scope.inner();
          yield* this.#statements(s.body, inner);
          const { error, value } = this.#latest(s);
          if (error !== undefined) throw new Raised(error);
          scope.log(this.#value(value, inner));
        } catch (thrown) {
          if (!(thrown instanceof Raised)) throw thrown;
          scope.log(`caught: ${thrown.message}`);
        }
        return;
      default:
        throw new Error(`the model does not know ${s.type}`);
    }
  }

  /** The statements of a maker; where one yields, its value is put into `made`. */
  *#generated({ id }: Block, scope: Scope, made: number[]): Generator<Wait | 'yielded', void, void> {
    for (let one = this.#next(id); one !== undefined; one = this.#next(id, one)) {
      const leave = enter(scope.fiber, id, one);
      try {
        if (one.type === 'yield') {
          made.push(this.#value(one.value, scope));
          yield 'yielded';
        } else yield* this.#statement(one, scope);
      } finally {
        leave();
      }
    }
  }
}

/** Notes that a statement is under way. */
function enter({ path }: Fiber, block: number, { id }: Statement): () => void {
  const place = { block, statement: id };
  path.push(place);
  return () => path.splice(path.indexOf(place), 1);
}

function outcomeOf({ end }: Process): Logged {
  if (end === undefined) throw new Ambiguous('it has not ended');
  if (end.failed === TERMINATED) return TERMINATED;
  return end.failed === undefined ? (end.sum ?? 0) : `failed: ${end.failed}`;
}

/** One that never began has not told its path. */
export function endsByPaths(all: readonly (readonly [path: string, ProcessEnd])[]): Map<string, ProcessEnd> {
  let early = 0;
  return new Map(
    all.map(([path, end]) => [end.failed === NEVER_BEGAN ? `never began ${++early}` : path, end]),
  );
}

function gone(): never {
  throw new Missing('a block is gone');
}

export function expected(program: Program): Expected {
  return new Model(program).finish();
}
