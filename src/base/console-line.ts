/** One event of the log as a line for people: `12:30:01.123 INFO  supervisor  service started  id=app:web attempt=2`. */
import { inspect } from 'node:util';

type Event = Readonly<Record<string, unknown>>;

const colours: Readonly<Record<string, string>> = {
  debug: '\x1b[36m',
  info: '\x1b[32m',
  warn: '\x1b[33m',
  error: '\x1b[31m',
};
const dim = '\x1b[2m';
const plainText = '\x1b[0m';

export function consoleLine(event: Event, colour: boolean): string {
  const { time, level, logger, message, ...fields } = event;
  const paint = (code: string, text: string) => (colour && text !== '' ? `${code}${text}${plainText}` : text);
  const rest = Object.entries(fields);
  const short = rest.filter(([, value]) => stackOf(value) === undefined);
  const parts = [
    paint(dim, String(time).slice(11, 23)),
    paint(colours[String(level)] ?? '', String(level).toUpperCase().padEnd(5)),
    ...(logger === undefined ? [] : [paint(dim, `${logger} `)]),
    oneLine(String(message ?? '')),
    paint(dim, short.map(([name, value]) => `${name}=${shown(value)}`).join(' ')),
  ].filter((each) => each !== '');
  const stacks = rest.flatMap(([, value]) => stackOf(value) ?? []).map((stack) => `${stack}\n`);
  return `${parts.join(' ')}\n${stacks.join('')}`;
}

/** A text with blanks in it is quoted; plain data is written as JSON, all else as JavaScript would. */
function shown(value: unknown): string {
  if (typeof value === 'string') return /^[^\s"'=]+$/.test(value) ? value : JSON.stringify(value);
  return (
    dataText(value) ?? inspect(value, { breakLength: Number.POSITIVE_INFINITY, depth: 8, maxArrayLength: 50 })
  );
}

/** The JSON of plain data; nothing for what JSON would lose: large integers, cycles, other objects. */
function dataText(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null || value instanceof Error) return undefined;
  try {
    return JSON.stringify(value);
  } catch {
    return undefined;
  }
}

/** Control characters would let a message forge lines or drive the terminal. */
function oneLine(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  return text.replace(/[\x00-\x1f\x7f-\x9f]/g, (char) => JSON.stringify(char).slice(1, -1));
}

function stackOf(value: unknown): string | undefined {
  const stack = typeof value === 'object' && value !== null && 'stack' in value ? value.stack : undefined;
  return typeof stack === 'string' ? stack : undefined;
}
