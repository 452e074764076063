/**
 * The result of a call that runs beside its caller.
 *
 *   Fu1  It comes to one end: a value, an error, or canceled; the first one stays.
 *   Fu2  The channel gives the payload, or the error itself, once and then closes; the result can be read any time.
 *   Fu3  Canceling tells the call, which may go on all the same; the future is over at once.
 */
import { defineState, parts, Userdata, type Value } from '#lua';
import { Channel } from './channel.ts';
import { ErrorValue, guestError } from './error-value.ts';
import { type Exit, isNormal } from './exit.ts';
import { wrapped } from './payload-value.ts';
import { Operation } from './pending.ts';

export type FutureState =
  | { readonly type: 'pending' }
  | { readonly type: 'value'; readonly payload: Userdata }
  | { readonly type: 'error'; readonly error: Value; readonly isCanceled: boolean };

const PENDING: FutureState = { type: 'pending' };

export class Future {
  channel = new Channel(1, true);
  state: FutureState = PENDING;
  /** The call that is under way; null when there is none to be told. */
  operation: Operation | null = null;

  settle(exit: Exit): void {
    if (isNormal(exit)) this.#end({ type: 'value', payload: wrapped(exit.value) });
    else this.#end({ type: 'error', error: guestError(exit.error), isCanceled: false });
  }

  /** False when it was over before. */
  cancel(): boolean {
    if (this.state.type !== 'pending') return false;
    const error = guestError(new ErrorValue('Canceled', 'the call was canceled', false));
    this.#end({ type: 'error', error, isCanceled: true });
    this.operation?.drop();
    return true;
  }

  #end(state: FutureState): void {
    if (this.state.type !== 'pending') return;
    this.state = state;
    if (state.type === 'value') this.channel.offer(state.payload);
    else if (state.type === 'error') this.channel.offer(state.error);
    this.channel.close();
  }
}

defineState({
  name: 'future/1',
  type: Future,
  changes: 'always',
  isOver: ({ state }) => state.type !== 'pending',
  save({ channel, state, operation }): Value[] {
    switch (state.type) {
      case 'pending':
        return [channel, 'pending', operation];
      case 'value':
        return [channel, 'value', state.payload];
      case 'error':
        return [channel, 'error', state.error, state.isCanceled];
    }
  },
  make: () => new Future(),
  fill(future, [channel, type, value, isCanceled]) {
    future.channel = parts.of(Channel, channel);
    if (type === 'pending') future.operation = value === null ? null : parts.of(Operation, value);
    else if (type === 'value') future.state = { type, payload: parts.of(Userdata, value) };
    else future.state = { type: 'error', error: value, isCanceled: parts.flag(isCanceled) };
  },
});
