/** What a durable process ends with that waits while it holds a value which lives within one step (D9). */
import type { UnsavableError } from '#lua';
import { ErrorValue, type Process } from '#process';

/** `cannot wait for a message while 'tx' is open (app.jobs:import:42)` */
export function cannotWait(process: Process, { what, path, variable }: UnsavableError): ErrorValue {
  const open =
    variable === undefined ? `${what} is held (${path})` : `'${variable.name}' is open (${variable.place})`;
  return new ErrorValue('Invalid', `cannot wait ${waitOf(process)} while ${open}`, false);
}

/** What its main body waits for, or a coroutine of it. */
function waitOf({ main, operations }: Process): string {
  switch (main?.wait?.type) {
    case 'receive':
      return 'for a message';
    case 'send':
      return 'to send';
    case 'select':
      return 'in a select';
    default: {
      for (const { module, function: name } of operations ?? []) return `for ${module}.${name}`;
      return 'for a coroutine';
    }
  }
}
