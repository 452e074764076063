/** A dump for people. */
import type { StoredDump } from '#runtime';

type Coroutine = StoredDump['coroutines'][number];
type Frame = Coroutine['frames'][number];
type Value = Frame['locals'][number];

/** `2026-11-22 08:12:33.123`, in UTC. */
export function shownTime(time: number): string {
  return new Date(time).toISOString().replace('T', ' ').replace('Z', '');
}

export function dumpText(dump: StoredDump): string {
  const { process, error, mailbox, coroutines, skippedCoroutines } = dump;
  const what = process.isCall ? 'call of ' : '';
  const lines = [
    `${what}${process.entry} failed at ${shownTime(dump.time)} UTC`,
    `pid ${process.pid}, ${counted(process.reductions, 'reduction')}, ${counted(process.links, 'link')}`,
    '',
    `error: ${error.message}`,
    ...(error.kind === '' ? [] : [`kind: ${error.kind}`]),
    ...(error.details === undefined ? [] : [`details: ${error.details}`]),
    ...(error.traceback === '' ? [] : error.traceback.split('\n')),
    '',
    ...coroutines.flatMap(coroutineLines),
    ...(skippedCoroutines > 0 ? [`${counted(skippedCoroutines, 'more coroutine')}`, ''] : []),
    mailboxLine(mailbox),
  ];
  return `${lines.join('\n')}\n`;
}

export function coroutineLines({ name, state, waitsFor, frames, skipped }: Coroutine): string[] {
  const standing = state === 'ready' && frames.length === 0 ? 'has not begun' : state;
  const lines = [`coroutine ${name}: ${waitsFor === undefined ? standing : `waits for ${waitsFor}`}`];
  for (const [index, frame] of frames.entries()) {
    if (skipped?.before === index) lines.push(`  ... ${counted(skipped.count, 'frame')} left out`);
    lines.push(...frameLines(frame));
  }
  return [...lines, ''];
}

function frameLines({ function: name, place, locals, captured, note }: Frame): string[] {
  return [
    `  ${place === '' ? '[host]' : place}: in ${name}`,
    ...valueLines(locals, '      '),
    ...(captured.length === 0 ? [] : ['    captured:', ...valueLines(captured, '      ')]),
    ...(note === undefined ? [] : [`    (${note})`]),
  ];
}

function valueLines(values: readonly Value[], indent: string): string[] {
  return values.map(({ name, value }) => `${indent}${name} = ${value}`);
}

export function mailboxLine({ length, topics }: StoredDump['mailbox']): string {
  const listed = topics.map(({ topic, count }) => `${topic} ${count}`).join(', ');
  return `mailbox: ${counted(length, 'message')}${listed === '' ? '' : ` (${listed})`}`;
}

function counted(count: number, thing: string): string {
  return `${count} ${thing}${count === 1 ? '' : 's'}`;
}
