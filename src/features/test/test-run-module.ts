/**
 * The module `test_run`: what the test library tells whoever runs a test. Called by anybody else, and without a
 * listener, it does nothing.
 */
import { decodeUtf8 } from '#base';
import { render } from '#lua';
import { arg, defineModule, fn, t } from '#plugin';

import { testListener } from './test-listener.ts';

const path = arg('path', t.list(t.bytes));
const name = arg('name', t.bytes);

/** Tests show their own values: nothing in them is a secret. */
const everything = { isSecret: () => false, hide: (text: string) => text };

export const testRunModule = defineModule({
  name: 'test_run',
  summary: 'Tells whoever runs a test of its cases; used by the test library.',
  functions: {
    planned: fn({
      summary: 'So many cases will come.',
      args: [arg('count', t.integer({ min: 0 }))],
      returns: [],
      effect: 'local',
      run: (count, call) => call.carried(testListener)?.planned(count),
    }),
    started: fn({
      summary: 'A case begins.',
      args: [path, name],
      returns: [],
      effect: 'local',
      run: (blocks, title, call) => {
        call.carried(testListener)?.started(blocks.map(decodeUtf8), decodeUtf8(title));
      },
    }),
    passed: fn({
      summary: 'The case that began last is over, and nothing was wrong.',
      args: [],
      returns: [],
      effect: 'local',
      run: (call) => call.carried(testListener)?.passed(),
    }),
    failed: fn({
      summary: 'The case that began last is over, and something was wrong.',
      args: [
        arg('message', t.bytes),
        arg('trace', t.optional(t.bytes)),
        arg('expected', t.optional(t.bytes)),
        arg('actual', t.optional(t.bytes)),
      ],
      returns: [],
      effect: 'local',
      run: (message, trace, expected, actual, call) => {
        call.carried(testListener)?.failed({
          message: decodeUtf8(message),
          trace: decodeUtf8(trace ?? ''),
          ...(expected !== undefined && { expected: decodeUtf8(expected) }),
          ...(actual !== undefined && { actual: decodeUtf8(actual) }),
        });
      },
    }),
    skipped: fn({
      summary: 'A case that is not run.',
      args: [path, name],
      returns: [],
      effect: 'local',
      run: (blocks, title, call) => {
        call.carried(testListener)?.skipped(blocks.map(decodeUtf8), decodeUtf8(title));
      },
    }),
    show: fn({
      summary: 'Any value as a line for people, tables with what is in them.',
      args: [arg('value', t.guest)],
      returns: t.string,
      effect: 'local',
      run: (value) => render(value, '', everything),
    }),
  },
});
