/** Several lives of one application with durable processes, on one store and one clock. */
import assert from 'node:assert/strict';
import type { TestContext } from 'node:test';
import {
  type Answer,
  type Asked,
  type Backend,
  type Method,
  SqliteStore,
  StoreHere,
} from '../../src/durable/index.ts';
import { failureFromError, isNormal, toData } from '../../src/process/index.ts';
import { VirtualClock } from '../../src/testing/index.ts';
import { House, type HouseOptions, index } from './house.ts';

export const entries = index(`
  - {name: durable, kind: durable.host, lifecycle: {auto_start: true}}
  - {name: careful, kind: durable.host, on_error: hold, lifecycle: {auto_start: true}}
  - {name: flow, kind: workflow.lua, source: file://flow.lua, modules: [time, funcs, workflow, ctx, logger], imports: {sums: sums}, method: main, meta: {temporal: {workflow: {name: Flow}}}}
  - {name: plain, kind: process.lua, source: file://plain.lua, modules: [time], method: main}
  - {name: sums, kind: library.lua, source: 'local sums = { made = 0 } function sums.add(a, b) sums.made = sums.made + 1 return a + b end return sums'}
  - {name: act, kind: function.lua, source: 'return function(n) return n * 2 end'}
  - {name: start, kind: process.lua, source: file://start.lua, method: main}`);

/** The way of one life to the store: it is cut when the next one begins, and leaves the store open. */
class Line implements Backend {
  readonly #store: StoreHere;
  isCut = false;

  constructor(store: SqliteStore) {
    this.#store = new StoreHere(store, setImmediate);
  }

  ask<M extends Method>(method: M, ...args: Asked<M>): Promise<Answer<M>> {
    return this.isCut ? new Promise(() => {}) : this.#store.ask(method, ...args);
  }

  async close(): Promise<void> {}
}

/** Several lives of one application on one store. */
export class Lives {
  readonly store = new SqliteStore(':memory:');
  readonly clock = new VirtualClock();
  readonly #context: TestContext;
  house: House | undefined;
  #line: Line | undefined;

  constructor(context: TestContext) {
    this.#context = context;
  }

  async start(
    files: Readonly<Record<string, string>>,
    { kinds }: Pick<HouseOptions, 'kinds'> = {},
  ): Promise<House> {
    const heads =
      'local time, funcs, workflow, ctx = require("time"), require("funcs"), require("workflow"), require("ctx")\n';
    const application = {
      'src/_index.yaml': entries,
      'src/plain.lua': 'return { main = function() end }',
      'src/start.lua': 'return { main = function() end }',
      ...files,
      'src/flow.lua': `${heads}${files['src/flow.lua'] ?? 'return { main = function() end }'}`,
    };
    this.cut();
    const line = new Line(this.store);
    this.#line = line;
    this.house = await House.start(this.#context, application, {
      clock: this.clock,
      durableStore: () => line,
      ...(kinds !== undefined && { kinds }),
    });
    return this.house;
  }

  /** The store answers this life no more. */
  cut(): void {
    if (this.#line !== undefined) this.#line.isCut = true;
  }

  /** The result of the process, once it has ended. */
  async result(pid: string): Promise<unknown> {
    const { house } = this;
    assert.ok(house !== undefined);
    for (let passed = 0; this.store.exit(pid) === undefined; passed += 100) {
      assert.ok(passed < 20_000, `it does not end: ${JSON.stringify(this.store.lines({ limit: 5 }))}`);
      await house.pass(100);
    }
    const exit = await house.until(
      house.node.durability.engine?.administration.exitOf(pid) ?? Promise.resolve(undefined),
    );
    assert.ok(exit !== undefined);
    return isNormal(exit) ? toData(exit.value) : { failed: failureFromError(exit.error).message };
  }
}

/** Starts a workflow by a process with the terminal; what that one returns is the pid. */
export function starting(call: string): string {
  return `return { main = function() local pid, err = ${call} if err then error(tostring(err)) end return pid end }`;
}

export async function pidOf(house: House, ...args: string[]): Promise<string> {
  const { value, error } = await house.run('app:start', ...args);
  assert.equal(error, undefined);
  return String(value);
}
