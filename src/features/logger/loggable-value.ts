/**
 * Guest values as what a log can show. Nothing is refused: a line about something odd is worth more than an
 * error about the line.
 */
import { type Data, decodeUtf8, failureToData } from '#base';
import { Fn, LuaTable, plainText, typeName, Userdata, type Value } from '#lua';
import { errorIn, failureFromError } from '#process';

/** Tables within tables further in are only named. */
const deepest = 16;

export type LogFields = Readonly<Record<string, Data>>;

/** The fields of a table by the text of their keys; nothing for any other value. */
export function loggableFields(value: Value): LogFields {
  return value instanceof LuaTable ? record(value, [value]) : {};
}

/** A message: text as it is, anything else as `tostring` shows it. */
export function messageText(value: Value): string {
  const shown = loggable(value, []);
  return typeof shown === 'object' && shown !== null ? textOf(value) : String(shown ?? 'nil');
}

function loggable(value: Value, open: readonly LuaTable[]): Data {
  if (typeof value === 'string') return decodeUtf8(value);
  if (typeof value === 'number' || typeof value === 'bigint' || typeof value === 'boolean') return value;
  if (value === undefined) return undefined;
  const error = errorIn(value);
  if (error !== undefined) return failureToData(failureFromError(error));
  return value instanceof LuaTable ? table(value, open) : textOf(value);
}

function table(value: LuaTable, open: readonly LuaTable[]): Data {
  if (open.includes(value)) return '(the table itself)';
  if (open.length >= deepest) return '(a table)';
  const within = [...open, value];
  const isList = value.length() > 0 && [...value.entries()].length === value.length();
  if (!isList) return record(value, within);
  return [...value.entries()].map(([, item]) => loggable(item, within) ?? null);
}

function record(value: LuaTable, open: readonly LuaTable[]): Record<string, Data> {
  const entries = [...value.entries()].map(([key, item]) => [textOf(key), loggable(item, open)] as const);
  return Object.fromEntries(entries);
}

function textOf(value: Value): string {
  const error = errorIn(value);
  if (error !== undefined) return decodeUtf8(error.text);
  if (value instanceof Userdata) return handleText(value);
  if (typeof value === 'boolean') return String(value);
  return decodeUtf8(plainText(value) ?? `(a ${typeName(value)})`);
}

/** Handles say by a function of the host how they are shown. */
function handleText(value: Userdata): string {
  const show = value.handle.metatable.getText('__tostring');
  const text = show instanceof Fn && show.proto.unit === undefined ? show.code(show, value) : undefined;
  return typeof text === 'string' ? decodeUtf8(text) : `(a ${value.handle.name})`;
}
