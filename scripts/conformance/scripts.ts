/**
 * The scripts of the suites: which apply, and why single statements of them do not hold.
 *
 * A statement that needs what the dialect has not (`debug`, `setfenv` ...) is known by its error; all others stand here,
 * by line. One that is neither is a fault of the engine, or of this list.
 */
import type { Way } from '../../src/lua/engine.testing.ts';

export type Suite = '5.1' | '5.3';

export interface Script {
  readonly suite: Suite;
  readonly file: string;
  /** Lines that are left out, because they would never end, or not soon in these ways of running. */
  readonly leftOut?: {
    readonly lines: readonly number[];
    readonly reason: string;
    readonly ways?: readonly Way[];
  };
  /** Lines of statements that do not hold, by reason. */
  readonly deviations: Readonly<Record<string, string>>;
}

const ONE_NUMBER = 'a whole number is an integer, whatever made it';
const EXACT = 'sums and products with an integer beyond 2^53 are exact';
const ZERO = '-0 is 0, and a zero divisor of // and % is an error';
const RAW = 'functions of `table` are raw, as in Lua 5.1';
const ENV = '`_ENV` is no variable, and functions have no environments';
const BASIC = 'basic types get no metatables: there is no `debug`';
const NEWER = 'as in Lua 5.4';
const RUNNING = '`coroutine.running` as in Lua 5.1';
const ANYWHERE = 'every function may yield';
const BINARY = 'there are no binary chunks';
const HARNESS = 'about `load`, which the harness only imitates';
const FOLLOWS = 'follows from a statement before it that does not hold';
const SYNTAX_53 = 'the syntax is that of Lua 5.3';
const WORDS = 'worded otherwise';
const ARG = 'no `arg` for extra arguments, as in Lua 5.3';
const ABSENT_51 = 'names of Lua 5.1 that the dialect has not';

function lines(first: number, last: number): number[] {
  return Array.from({ length: last - first + 1 }, (_, i) => first + i);
}

export const scripts: readonly Script[] = [
  { suite: '5.1', file: 'calls', deviations: {} },
  { suite: '5.1', file: 'closure', deviations: { [ENV]: '178', [FOLLOWS]: '287 291 293 421 422' } },
  { suite: '5.1', file: 'constructs', deviations: { [FOLLOWS]: '193 194' } },
  {
    suite: '5.1',
    file: 'errors',
    leftOut: {
      lines: lines(147, 167),
      reason: 'recursion without end, which suspends 1,500,000 times',
      ways: ['preempted', 'everywhere', 'saved'],
    },
    deviations: {
      [SYNTAX_53]: '38 39 40 44 196',
      [WORDS]: '48 111 216 217 218 219 220 221 222 223 224 238 247',
      [HARNESS]: '107',
      [FOLLOWS]: '158 167',
    },
  },
  {
    suite: '5.1',
    file: 'events',
    deviations: {
      [ENV]: '10 14 293',
      [BASIC]: '333 335 336 341 343 344 349 351 352 353',
      [SYNTAX_53]: '262',
      '`tostring` gives text, as in Lua 5.3': '22',
    },
  },
  {
    suite: '5.1',
    file: 'literals',
    leftOut: { lines: lines(161, 173), reason: 'needs `setlocale`' },
    deviations: {},
  },
  { suite: '5.1', file: 'locals', deviations: { [FOLLOWS]: '63 65' } },
  { suite: '5.1', file: 'math', deviations: {} },
  { suite: '5.1', file: 'nextvar', deviations: {} },
  { suite: '5.1', file: 'pm', deviations: { [ABSENT_51]: '235' } },
  { suite: '5.1', file: 'sort', deviations: {} },
  { suite: '5.1', file: 'strings', deviations: {} },
  { suite: '5.1', file: 'vararg', deviations: { [ARG]: '24 25 26' } },

  {
    suite: '5.3',
    file: 'math',
    deviations: {
      [ONE_NUMBER]: '41 654',
      [EXACT]: '184 200 201 293 342 343 631',
      [ZERO]: '137 138 275 695 703',
      [WORDS]: '670 671',
      [NEWER]: '819 820 821',
    },
  },
  { suite: '5.3', file: 'bitwise', deviations: {} },
  { suite: '5.3', file: 'goto', deviations: {} },
  {
    suite: '5.3',
    file: 'calls',
    deviations: {
      [HARNESS]: '33 242 243 264 265 271',
      [BINARY]: '258 263 314 316 319 320 321 322 345 381 384 393 397',
      [ENV]: '29 274 287',
    },
  },
  {
    suite: '5.3',
    file: 'closure',
    leftOut: { lines: lines(29, 32), reason: 'waits until a weak table is emptied' },
    deviations: {
      'each evaluation of a function expression makes a new one, as in Lua 5.4': '48 56',
      [FOLLOWS]: '233 238',
    },
  },
  { suite: '5.3', file: 'constructs', deviations: { [FOLLOWS]: '230 231 284 290' } },
  {
    suite: '5.3',
    file: 'coroutine',
    deviations: {
      [RUNNING]: '11 12 270',
      [ANYWHERE]: '131 176',
      'weak tables hold strongly': '238',
      [FOLLOWS]: '53 55 56 58 59 61 62 132 192 196 198 674 675',
    },
  },
  {
    suite: '5.3',
    file: 'events',
    deviations: { [ENV]: '15 19 389', [BASIC]: '407 408 409 410 415 417 418 423 425 426 427' },
  },
  {
    suite: '5.3',
    file: 'literals',
    leftOut: { lines: lines(265, 288), reason: 'needs `setlocale`' },
    deviations: { [NEWER]: '97', [HARNESS]: '117' },
  },
  { suite: '5.3', file: 'locals', deviations: { [ENV]: '127 145 146 150 152 154' } },
  {
    suite: '5.3',
    file: 'nextvar',
    deviations: {
      'a key that is absent ends a traversal': '230',
      [RAW]: '418 425 431',
      [ONE_NUMBER]: '519 520 522 523',
      '`package.loaded` is no table of modules': '256',
    },
  },
  { suite: '5.3', file: 'pm', deviations: {} },
  {
    suite: '5.3',
    file: 'sort',
    deviations: { [RAW]: '76 150 158 160 174 175 176 177 178 179 199', [WORDS]: '186 188' },
  },
  {
    suite: '5.3',
    file: 'strings',
    deviations: { 'a text with zeros may be padded': '193', [ZERO]: '273', [WORDS]: '294' },
  },
  { suite: '5.3', file: 'tpack', deviations: { [WORDS]: '136', [NEWER]: '315 317' } },
  { suite: '5.3', file: 'vararg', deviations: {} },
];

/** Scripts of both suites that are not run. */
export const notRun: readonly { readonly files: string; readonly reason: string }[] = [
  { files: '`all`, `main`', reason: 'start the others, and the stand-alone interpreter' },
  {
    files: '`api`, `code`, `checktable`, `ltests`',
    reason: 'ask the C API and the virtual machine of PUC Lua',
  },
  { files: '`attrib`', reason: 'about `package` and C libraries' },
  { files: '`db`', reason: 'about `debug`' },
  { files: '`files`', reason: 'about `io` and files' },
  { files: '`gc`', reason: 'about `collectgarbage` and finalisers' },
  { files: '`big`, `verybig`, `heavy`', reason: 'programs of megabytes, by way of `load` and files' },
  { files: '`utf8` (5.3)', reason: 'there is no `utf8`' },
  { files: '`errors` (5.3)', reason: 'the wording of messages, which the fuzzing compares with PUC Lua 5.4' },
  { files: '`bwcoercion` (5.3)', reason: 'text as operands of bitwise operators, by `debug.setmetatable`' },
];
