/**
 * The gate behind which all durable processes of a node live, whichever store they are in: a pid names its host, and a host
 * has one store. Processes are started on the default host also when nothing is open yet.
 */

import { toFailure } from '#base';
import type { DurableEngine } from '#durable';
import { type DurableGate, ErrorValue, errorFromFailure, type Process } from '#process';

export interface Engines {
  /** The engine of a host, once it is open. */
  engineOf(host: string): DurableEngine | undefined;
  isDefault(host: string): boolean;
  /** Opens the node's own. */
  own(): Promise<DurableEngine>;
}

export class GateOfStores implements DurableGate {
  readonly #engines: Engines;

  constructor(engines: Engines) {
    this.#engines = engines;
  }

  isAlive(pid: string): boolean {
    return this.#of(pid)?.isAlive(pid) === true;
  }

  keeps(host: string): boolean {
    return this.#engines.engineOf(host)?.keeps(host) ?? this.#engines.isDefault(host);
  }

  info(process: Process): ReturnType<DurableGate['info']> {
    return this.#engines.engineOf(process.host)?.info(process);
  }

  describe(...given: Parameters<DurableGate['describe']>): void {
    const [process] = given;
    this.#engines.engineOf(process.host)?.describe(...given);
  }

  enter(...given: Parameters<DurableGate['enter']>): void {
    const [to, , done] = given;
    const engine = this.#of(to);
    if (engine === undefined) done?.(new ErrorValue('NotFound', `process ${to} not found`, false));
    else engine.enter(...given);
  }

  spawn(...given: Parameters<DurableGate['spawn']>): void {
    const [{ host }, , done] = given;
    const engine = this.#engines.engineOf(host);
    if (engine !== undefined) {
      engine.spawn(...given);
      return;
    }
    this.#engines.own().then(
      (opened) => opened.spawn(...given),
      (thrown) => done(errorFromFailure(toFailure(thrown))),
    );
  }

  exec(...given: Parameters<DurableGate['exec']>): void {
    const [{ host }, , , refused] = given;
    const engine = this.#engines.engineOf(host);
    if (engine !== undefined) {
      engine.exec(...given);
      return;
    }
    this.#engines.own().then(
      (opened) => opened.exec(...given),
      (thrown) => refused(errorFromFailure(toFailure(thrown))),
    );
  }

  #of(pid: string): DurableEngine | undefined {
    return this.#engines.engineOf(pid.slice(1, pid.lastIndexOf('|')));
  }
}
