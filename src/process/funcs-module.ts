/** The guest module `funcs`: calls of functions, waited for or beside the caller, with context, identity, options. */
import { type HandleType, LuaTable, library, R, raise, ret2, Userdata, type Value, wait } from '#lua';
import { emptySetup, type Setup, withActor, withContext, withOptions, withScope } from './builder.ts';
import { findCallee, startCall } from './call-function.ts';
import { guestChannel } from './channel-handle.ts';
import { ErrorValue } from './error-value.ts';
import { Future } from './future.ts';
import { describeHandle, refuse } from './guest.ts';
import { Wake } from './pending.ts';
import { self, thisFiber } from './running.ts';

const COST = 20;

function call(setup: Setup, id: Value, args: Value[]): Value {
  R.fuel -= COST;
  const process = self();
  const callee = findCallee(process, id, 'funcs.call', setup);
  if (callee instanceof ErrorValue) return refuse(callee);
  const fiber = thisFiber();
  startCall(process, callee, setup, args, new Wake(fiber), fiber);
  return wait();
}

function callBeside(setup: Setup, id: Value, args: Value[]): Value {
  R.fuel -= COST;
  const process = self();
  const callee = findCallee(process, id, 'funcs.call', setup);
  if (callee instanceof ErrorValue) return refuse(callee);
  const future = new Future();
  future.operation = startCall(process, callee, setup, args, future);
  return ret2(guestFuture(future), undefined);
}

const futureHandle: HandleType = { name: 'Future', metatable: new LuaTable() };
const executorHandle: HandleType = { name: 'funcs.Executor', metatable: new LuaTable() };

function guestFuture(future: Future): Userdata {
  return new Userdata(futureHandle, future);
}

function ofFuture(read: (future: Future) => Value) {
  return (_: unknown, value: Value) => {
    if (!(value instanceof Userdata) || !(value.live instanceof Future))
      return raise('bad self (future expected)', 1);
    return read(value.live);
  };
}

function result({ state }: Future): Value {
  if (state.type === 'value') return ret2(state.payload, undefined);
  return ret2(undefined, state.type === 'error' ? state.error : undefined);
}

describeHandle(futureHandle, {
  response: ofFuture((future) => guestChannel(future.channel)),
  channel: ofFuture((future) => guestChannel(future.channel)),
  is_complete: ofFuture((future) => future.state.type !== 'pending'),
  is_canceled: ofFuture(({ state }) => state.type === 'error' && state.isCanceled),
  result: ofFuture(result),
  error: ofFuture(({ state }) => (state.type === 'error' ? ret2(state.error, true) : ret2(undefined, false))),
  cancel: ofFuture((future) => ret2(future.cancel(), undefined)),
});

function executor(setup: Setup | ErrorValue): Value {
  return setup instanceof ErrorValue ? refuse(setup) : new Userdata(executorHandle, setup);
}

function method(act: (setup: Setup, args: Value[]) => Value) {
  return (_: unknown, value: Value, ...args: Value[]) => {
    if (!(value instanceof Userdata) || value.handle !== executorHandle)
      return raise('bad self (executor expected)', 1);
    return act(value.live as Setup, args); // nothing else has this handle
  };
}

describeHandle(executorHandle, {
  call: method((setup, [id, ...args]) => call(setup, id, args)),
  async: method((setup, [id, ...args]) => callBeside(setup, id, args)),
  with_context: method((setup, [values]) => executor(withContext(setup, 'funcs', values))),
  with_options: method((setup, [options]) => executor(withOptions(setup, 'funcs', options))),
  with_actor: method((setup, [actor]) => executor(withActor(setup, 'funcs', actor))),
  with_scope: method((setup, [scope]) => executor(withScope(setup, 'funcs', scope))),
});

export const funcsModule: LuaTable = library('funcs', {
  call: (_, id, ...args) => call(emptySetup, id, args),
  async: (_, id, ...args) => callBeside(emptySetup, id, args),
  new: () => executor(emptySetup),
});
