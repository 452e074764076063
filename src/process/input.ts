/**
 * The one way into a process (P2). Every input gets its id here, in the order of arrival, and does to the process
 * what its kind says; nothing else in this layer changes a process from outside.
 *
 *   In1  Exits and link downs reach a process only while it watches, or is linked to, the one that ended: so an
 *        `unmonitor` is final, and there is one EXIT for each monitored process.
 *   In2  A result reaches the operation it names, or nobody when that is gone.
 *   In3  A cancel with a deadline ends the process by force when it still lives then.
 *   In4  OUTDATED events that nobody has received are one event with the sources of all.
 *   In5  Who is to stop and has never asked for its events cannot hear of it: it ends by force after the grace.
 */
import { recordOf, tableOf, touch } from '#lua';
import { cancelEvent, eventKinds, exitEvent } from './event-table.ts';
import { linkEffect, TERMINATED } from './exit.ts';
import type { Input, Message } from './message.ts';
import type { Process } from './process.ts';

/** `accept` for the inputs that are nearly all there are; the process lives. */
export function acceptMessage(process: Process, message: Message): void {
  message.id = ++process.inputs;
  deliver(process, message);
}

function deliver(process: Process, message: Message): void {
  if (process.actor === null) process.mailbox.deliver(message);
  else process.actor.accept(message);
}

export function accept(process: Process, input: Input): void {
  if (!process.isAlive) return;
  input.id = ++process.inputs;
  put(process, input);
  process.keeper?.accepted(input);
}

function put(process: Process, input: Input): void {
  switch (input.type) {
    case 'message':
      deliver(process, input);
      return;
    case 'result':
      acceptResult(process, input);
      return;
    case 'exit':
      if (process.watched === null || !process.watched.delete(input.from)) return;
      if (process.actor !== null) process.actor.accept(input);
      else process.mailbox.event(exitEvent(eventKinds.EXIT, input.from, input.exit));
      return;
    case 'link-down':
      acceptLinkDown(process, input);
      return;
    case 'cancel':
      acceptCancel(process, input);
      return;
    case 'offer':
      input.channel.offer(input.value);
      return;
    case 'outdated':
      acceptOutdated(process, input.sources);
      return;
  }
}

type Of<T extends Input['type']> = Extract<Input, { readonly type: T }>;

function acceptResult(process: Process, input: Of<'result'>): void {
  const operation = process.operations?.get(input.operation);
  if (operation === undefined) return;
  process.operations?.delete(input.operation);
  operation.settle(input.outcome);
}

function acceptLinkDown(process: Process, input: Of<'link-down'>): void {
  if (process.links === null || !process.links.delete(input.from)) return;
  const effect = linkEffect(input.from, input.exit, process.trapsLinks);
  if (effect.type === 'end') process.home.end(process, effect.exit);
  else if (effect.type === 'event') {
    if (process.actor !== null) process.actor.accept(input);
    else process.mailbox.event(exitEvent(eventKinds.LINK_DOWN, input.from, input.exit));
  }
}

function acceptCancel(process: Process, input: Of<'cancel'>): void {
  const { grace } = input;
  const wait = waitOf(process, input);
  if (wait !== undefined) endWithin(process, wait);
  if (grace !== undefined && process.actor === null) {
    endAfter(process, grace, () => !process.mailbox.listensToEvents);
  }
  if (process.actor !== null) process.actor.accept(input);
  else process.mailbox.event(cancelEvent(input));
}

/** Of an input that lay in a store, what is left until its deadline. */
function waitOf(process: Process, { wait, deadline }: Of<'cancel'>): number | undefined {
  if (wait === undefined || deadline === undefined || process.keeper === null) return wait;
  return Math.min(wait, Math.max(0, deadline - process.home.clock.now()));
}

/** Ends the process by force after so many milliseconds, unless it is to end before that. */
export function endWithin(process: Process, wait: number): void {
  endAt(process, process.home.clock.monotonic() + wait);
}

/** The same at a moment of the monotonic clock. */
export function endAt(process: Process, at: number): void {
  if (process.endsAt !== undefined && process.endsAt <= at) return;
  process.endsAt = at;
  endAfter(process, Math.max(0, at - process.home.clock.monotonic()), () => true);
}

/** Ends the process by force, if it still is as it was; an upgrade is no way around it. */
function endAfter(process: Process, delay: number, isDue: () => boolean): void {
  const deadline = process.home.after(process, delay, () => {
    if (isDue()) process.home.end(process, TERMINATED);
  });
  process.disown(deadline);
  process.tie(deadline);
}

function acceptOutdated(process: Process, sources: readonly string[]): void {
  const known = process.outdated;
  const isWaiting = known !== null && (known.event === null || process.mailbox.holdsEvent(known.event));
  process.outdated = {
    sources: isWaiting ? [...new Set([...known.sources, ...sources])] : sources,
    event: isWaiting ? known.event : null,
  };
  if (process.isUpgradable) tellOutdated(process);
}

/** Puts what is known of newer code among the events: one event while it waits, with the sources of all (In4). */
export function tellOutdated(process: Process): void {
  const { outdated } = process;
  if (outdated === null) return;
  const sources = tableOf(outdated.sources);
  if (outdated.event !== null) {
    if (outdated.event.mark !== 0) touch(outdated.event);
    outdated.event.setField('sources', sources);
    return;
  }
  const event = recordOf({ kind: eventKinds.OUTDATED, from: process.pid, sources });
  process.outdated = { sources: outdated.sources, event };
  process.mailbox.event(event);
}
