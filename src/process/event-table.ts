/** Life-cycle events as guests receive them from `process.events()`. */
import { encodeUtf8 } from '#base';
import { fieldsOf, LuaTable, recordOf } from '#lua';
import { copyValue } from './copy.ts';
import { guestError } from './error-value.ts';
import { type Exit, isNormal } from './exit.ts';
import type { Input } from './message.ts';

/** The texts of `process.event`. */
export const eventKinds = {
  CANCEL: 'pid.cancel',
  EXIT: 'pid.exit',
  LINK_DOWN: 'pid.link.down',
  OUTDATED: 'pid.outdated',
} as const;

const ExitFields = fieldsOf(['kind', 'from', 'result']);
const ValueFields = fieldsOf(['value']);
const ErrorFields = fieldsOf(['error']);

export function exitEvent(kind: string, from: string, exit: Exit): LuaTable {
  const result = isNormal(exit)
    ? new ValueFields(copyValue(exit.value))
    : new ErrorFields(guestError(exit.error));
  return new LuaTable(new ExitFields(kind, from, new LuaTable(result)));
}

export function cancelEvent(input: Extract<Input, { readonly type: 'cancel' }>): LuaTable {
  const { from, reason, deadline } = input;
  return recordOf({ kind: eventKinds.CANCEL, from, reason: encodeUtf8(reason), deadline });
}
