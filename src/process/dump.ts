/**
 * What a process was doing when it failed, as plain data that can be written down and read by people.
 *
 *   Du1  It is made while the frames are still there, before anything of the process is let go.
 *   Du2  No guest code runs, no metamethod is asked, and nothing of the process changes.
 *   Du3  All values are texts of bounded length, and whatever the post-mortem calls secret is not in them.
 *   Du4  What cannot be said leaves a gap, and never an error: a dump of a part is better than none.
 */
import {
  Fn,
  FROZEN,
  type FrameView,
  LuaTable,
  type NamedValue,
  type OpenValue,
  printable,
  type RenderingOptions,
  render,
  siteText,
  typeName,
  Userdata,
  type Value,
  viewFrames,
} from '#lua';
import { Channel, Waiter } from './channel.ts';
import { type ErrorValue, errorIn } from './error-value.ts';
import type { Fiber } from './fiber.ts';
import { Message } from './message.ts';
import { payloadIn } from './payload-value.ts';
import { Operation } from './pending.ts';
import type { Process } from './process.ts';
import { WaitingSelect } from './select.ts';

export const DUMP_FORMAT = 'wippy.dump';
export const DUMP_VERSION = 1;

/** Who looks at processes that failed. */
export interface PostMortem extends Pick<RenderingOptions, 'isSecret' | 'hide'> {
  /** Whether a dump is wanted of what failed there; the place is a text that is the same for the same code. */
  wants(entry: string, place: string): boolean;
  keep(dump: ProcessDump): void;
}

export interface ProcessDump {
  readonly format: typeof DUMP_FORMAT;
  readonly version: typeof DUMP_VERSION;
  readonly process: {
    readonly pid: string;
    readonly entry: string;
    readonly host: string;
    readonly parent: string;
    readonly actor: string;
    /** A short process that runs a function and answers. */
    readonly isCall: boolean;
    /** Milliseconds since 1970. */
    readonly startedAt: number;
    readonly reductions: number;
    readonly links: number;
    readonly watchers: number;
  };
  readonly error: {
    readonly kind: string;
    readonly message: string;
    readonly retryable?: boolean | undefined;
    readonly details?: string | undefined;
    readonly traceback: string;
  };
  readonly mailbox: {
    readonly length: number;
    readonly topics: readonly { readonly topic: string; readonly count: number }[];
  };
  readonly coroutines: readonly DumpedCoroutine[];
  /** Coroutines that are not listed. */
  readonly skippedCoroutines: number;
}

export interface DumpedCoroutine {
  /** `main`, or the number of a spawned one. */
  readonly name: string;
  readonly state: 'failed' | 'ready' | 'waiting';
  readonly waitsFor?: string | undefined;
  /** Innermost first. */
  readonly frames: readonly DumpedFrame[];
  /** Frames that are not listed, and before which of those that are they would stand. */
  readonly skipped?: { readonly count: number; readonly before: number } | undefined;
}

export interface DumpedFrame {
  readonly function: string;
  /** `source:line`; '' for a function of the host. */
  readonly place: string;
  readonly locals: readonly DumpedValue[];
  readonly captured: readonly DumpedValue[];
  /** Why its locals are not known. */
  readonly note?: string | undefined;
}

export interface DumpedValue {
  readonly name: string;
  readonly type: string;
  readonly value: string;
}

const MOST_COROUTINES = 24;
const MOST_TOPICS = 50;
const MOST_LOCALS = 60;
const LONGEST_MESSAGE = 4000;
/** Of all values together; what comes after that is only named. */
const MOST_CHARACTERS = 1 << 19;
/** Frames that an exception of the host has left behind, of which only the places are known. */
const MOST_THROWN = 40;

/** Which code failed, as the same text for the same code. */
export function placeOfFailure(process: Process, fiber: Fiber | null): string {
  if (fiber === null) return 'memory';
  const { frames, trace } = fiber.task;
  return trace?.thrown[0] ?? siteText(frames) ?? process.entry;
}

/** What a process that lives is doing: the same without an error. */
export type ProcessView = Omit<ProcessDump, 'format' | 'version' | 'error'>;

export function viewOf(process: Process, shown: Pick<RenderingOptions, 'isSecret' | 'hide'>): ProcessView {
  const look = lookAt(process, shown);
  return { process: look.facts(), mailbox: look.mailbox(), ...look.coroutines(null) };
}

/** `fiber` is the one that failed; null when the process as a whole is ended. */
export function dumpOf(
  process: Process,
  error: ErrorValue,
  fiber: Fiber | null,
  shown: Pick<RenderingOptions, 'isSecret' | 'hide'>,
): ProcessDump {
  const look = lookAt(process, shown);
  return {
    format: DUMP_FORMAT,
    version: DUMP_VERSION,
    process: look.facts(),
    error: look.error(error),
    mailbox: look.mailbox(),
    ...look.coroutines(fiber),
  };
}

/** One value, as it stands in dumps and views. */
export function shownValue(
  value: Value,
  name: string,
  shown: Pick<RenderingOptions, 'isSecret' | 'hide'>,
): string {
  return render(value, name, renderingOf(shown));
}

function lookAt(process: Process, shown: Pick<RenderingOptions, 'isSecret' | 'hide'>): Look {
  return new Look(process, renderingOf(shown));
}

function renderingOf(shown: Pick<RenderingOptions, 'isSecret' | 'hide'>): RenderingOptions {
  return { isSecret: (name) => shown.isSecret(name), hide: (text) => shown.hide(text), open };
}

class Look {
  readonly #process: Process;
  readonly #options: RenderingOptions;
  /** Characters of values that the dump may still take. */
  #left = MOST_CHARACTERS;

  constructor(process: Process, options: RenderingOptions) {
    this.#process = process;
    this.#options = options;
  }

  facts(): ProcessDump['process'] {
    const { pid, entry, host, parent, context, isCall, startedAt, reductions, links, watchers } =
      this.#process;
    return {
      pid,
      entry,
      host,
      parent,
      actor: context.actor?.id ?? '',
      isCall,
      startedAt,
      reductions: Math.round(reductions),
      links: links?.size ?? 0,
      watchers: watchers?.size ?? 0,
    };
  }

  error({ kind, text, retryable, details, stack }: ErrorValue): ProcessDump['error'] {
    return {
      kind,
      message: this.#lines(text),
      retryable,
      details: details === undefined ? undefined : render(details, '', this.#options),
      traceback: this.#lines(stack),
    };
  }

  mailbox(): ProcessDump['mailbox'] {
    const { mailbox } = this.#process;
    const topics = [...mailbox.topics()].slice(0, MOST_TOPICS);
    return {
      length: mailbox.length,
      topics: topics.map(([topic, count]) => ({ topic: this.#text(topic), count })),
    };
  }

  coroutines(failed: Fiber | null): Pick<ProcessDump, 'coroutines' | 'skippedCoroutines'> {
    const { main, fibers } = this.#process;
    const ready = new Set(this.#process.readyFibers);
    const named: [string, Fiber][] = [
      ...(main === null ? [] : [['main', main] as [string, Fiber]]),
      ...(fibers ?? []).map((one, i): [string, Fiber] => [`spawned ${i + 1}`, one]),
    ];
    const ordered = named.toSorted(([, a], [, b]) => Number(b === failed) - Number(a === failed));
    const listed = ordered.slice(0, MOST_COROUTINES);
    return {
      coroutines: listed.map(([name, one]) => this.#coroutine(name, one, failed, ready)),
      skippedCoroutines: ordered.length - listed.length,
    };
  }

  #coroutine(name: string, fiber: Fiber, failed: Fiber | null, ready: ReadonlySet<Fiber>): DumpedCoroutine {
    const { frames, trace } = fiber.task;
    const state = fiber === failed ? 'failed' : ready.has(fiber) ? 'ready' : 'waiting';
    const thrown = state === 'failed' ? this.#thrown(trace?.thrown ?? []) : [];
    const view = viewFrames(frames);
    const inner = view.inner.map((frame) => this.#frame(frame));
    const outer = view.outer.map((frame) => this.#frame(frame));
    const before = thrown.length + inner.length;
    return {
      name,
      state,
      waitsFor: state === 'waiting' ? this.#waitOf(fiber) : undefined,
      frames: [...thrown, ...inner, ...outer],
      skipped: view.skipped === 0 ? undefined : { count: view.skipped, before },
    };
  }

  #thrown(lines: readonly string[]): DumpedFrame[] {
    return lines.slice(0, MOST_THROWN).map((line) => {
      const at = line.indexOf(': in ');
      const note = 'its locals were lost with an exception of the host';
      return {
        function: this.#text(line.slice(at + 5)),
        place: this.#text(line.slice(0, at)),
        locals: [],
        captured: [],
        note,
      };
    });
  }

  #frame({ function: name, place, locals, captured }: FrameView): DumpedFrame {
    return {
      function: this.#text(name),
      place: this.#text(place),
      locals: this.#values(locals),
      captured: this.#values(captured),
    };
  }

  #values(values: readonly NamedValue[]): DumpedValue[] {
    return values.slice(0, MOST_LOCALS).map(({ name, value }) => {
      const type = value instanceof Userdata ? value.handle.name : typeName(value);
      const shown = this.#left <= 0 ? '...' : (moduleText(value) ?? render(value, name, this.#options));
      this.#left -= shown.length;
      return { name, type, value: shown };
    });
  }

  #waitOf({ wait }: Fiber): string {
    if (wait instanceof Waiter) return this.#caseText(wait);
    if (wait instanceof WaitingSelect) {
      const cases = wait.waiters.slice(0, 16).map((one) => this.#caseText(one));
      return `the first of: ${cases.join('; ')}`;
    }
    if (wait instanceof Operation) {
      const args = wait.arguments.slice(0, 8).map((value) => render(value, '', this.#options));
      const tries = wait.attempt > 1 ? `, attempt ${wait.attempt}` : '';
      return `${wait.module}.${wait.function}(${args.join(', ')})${tries}`;
    }
    return 'something of the runtime';
  }

  #caseText({ type, channel, value }: Waiter): string {
    const name = this.#text(this.#process.mailbox.nameOf(channel) ?? channelText(channel));
    return type === 'receive'
      ? `a value from ${name}`
      : `room for ${render(value, '', this.#options)} in ${name}`;
  }

  #text(text: string): string {
    return printable(this.#options.hide(text.slice(0, 400)));
  }

  /** A text of several lines, which are left as they are. */
  #lines(text: string): string {
    const hidden = this.#options.hide(text.slice(0, LONGEST_MESSAGE));
    return hidden
      .split('\n')
      .map((line) => line.split('\t').map(printable).join('\t'))
      .join('\n');
  }
}

function channelText({ isSource, capacity, length }: Channel): string {
  if (isSource) return 'a channel of the runtime';
  return `a channel (${length} of ${capacity})`;
}

/** A module that is required says nothing by what is in it. */
function moduleText(value: Value): string | undefined {
  if (!(value instanceof LuaTable) || value.mark !== FROZEN) return undefined;
  for (const [, one] of value.entries()) {
    const name = one instanceof Fn ? one.proto.name : '';
    if (/^[\w.]+\.\w+$/.test(name)) return `module ${name.slice(0, name.lastIndexOf('.'))}`;
  }
  return undefined;
}

/** What guests hold of this layer, for people. */
function open(object: object): OpenValue | undefined {
  if (object instanceof Message) {
    return {
      name: 'message',
      parts: [
        ['topic', object.topic],
        ['from', object.from],
        [object.topic, object.value],
      ],
    };
  }
  if (!(object instanceof Userdata)) return undefined;
  const error = errorIn(object);
  if (error !== undefined) {
    return {
      name: 'error',
      parts: [
        ['kind', error.kind],
        ['message', error.message],
      ],
    };
  }
  const payload = payloadIn(object);
  if (payload !== undefined) {
    return {
      name: 'payload',
      parts: [
        ['format', payload.format],
        ['value', payload.value],
      ],
    };
  }
  if (object.live instanceof Channel) {
    const { capacity, length, isClosed, isSource } = object.live;
    return {
      name: 'channel',
      parts: [
        ...(isSource ? [] : ([['capacity', capacity]] as const)),
        ['length', length],
        ['is_closed', isClosed],
      ],
    };
  }
  return undefined;
}
