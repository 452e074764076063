/**
 * `process.upgrade`: the process goes on with other code, and keeps pid, mailbox, links, monitors and names.
 *
 *   Up1  The new code is found and its chunk run first. If that fails, the call returns the error and the process
 *        goes on as it was.
 *   Up2  Then everything the old code was doing is dropped: its coroutines, timers, pending operations and channels.
 *        What lies in the mailbox stays and is found by the new code.
 */
import { basic, type Fn, Frame, first, host, MULTI, push, R, results, S, type Value, wait } from '#lua';
import { errorFrom, notFound } from './error-value.ts';
import { isId, refuse, wrongText } from './guest.ts';
import { beginning, entryOf, Instance } from './instance.ts';
import type { Program } from './program.ts';
import { self } from './running.ts';
import { here } from './surroundings.ts';

const { pcall } = basic;

export const upgrade: Fn = host(
  'process.upgrade',
  (own, id, ...args) => {
    const process = self();
    if (id !== undefined && !isId(id))
      return refuse(wrongText('the entry', id, 'an id such as namespace:name'));
    const wanted = id === undefined ? process.entry : (id as string); // checked above
    const { programs } = here();
    const program =
      programs.process(wanted, process.view) ?? programs.function(wanted, process.view)?.program;
    if (program === undefined) return refuse(notFound(`process ${wanted} not found`));
    const loaded = pcall.code(pcall, program.load());
    if (loaded !== S || R.why === MULTI) return begin(program, loaded, args);
    return push(new Frame(own, 0, program, args, undefined, undefined, null));
  },
  { resume: (frame, loaded) => begin(frame.a as Program, loaded, frame.b as Value[]) },
);

/** The chunk has run, or failed: `loaded` is what `pcall` gave. */
function begin(program: Program, loaded: Value, args: Value[]): Value {
  const [ok, value] = results(loaded);
  if (ok !== true) return refuse(errorFrom(value));
  const body = entryOf(first(value), program.method);
  if (body === undefined) return refuse(notFound(`${program.entry} has no function ${program.method ?? ''}`));
  const process = self();
  process.abandon();
  process.program = program;
  process.entry = program.entry;
  process.outdated = null;
  const instance = new Instance(program);
  instance.body = body;
  process.start(beginning(instance, args));
  // The coroutine that asked is dropped with the rest: what it was doing is never gone on with.
  return wait();
}
