/**
 * The gate behind which all durable processes of a node live, whichever store they are in: a pid names its host, and a host
 * has one store. Processes are started on the default host also when nothing is open yet.
 */

import { toFailure } from '#base';
import type { DurableEngine } from '#durable';
import {
  type DurableGate,
  type ErrorValue,
  errorFromFailure,
  hostOf,
  notFound,
  type Process,
} from '#process';

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
    if (engine === undefined) done?.(notFound(`process ${to} not found`));
    else engine.enter(...given);
  }

  hasActivities(host: string): boolean {
    return this.#engines.engineOf(host)?.hasActivities(host) === true;
  }

  fullFor(...given: Parameters<DurableGate['fullFor']>): ErrorValue | undefined {
    return this.#of(given[0])?.fullFor(...given);
  }

  receive(...given: Parameters<DurableGate['receive']>): boolean {
    return this.#of(given[0].to)?.receive(...given) ?? false;
  }

  spawn(...given: Parameters<DurableGate['spawn']>): void {
    const [{ host }, , done] = given;
    this.#withEngine(host, (engine) => engine.spawn(...given), done);
  }

  exec(...given: Parameters<DurableGate['exec']>): void {
    const [{ host }, , , refused] = given;
    this.#withEngine(host, (engine) => engine.exec(...given), refused);
  }

  #withEngine(
    host: string,
    act: (engine: DurableEngine) => void,
    refused: (error: ErrorValue) => void,
  ): void {
    const engine = this.#engines.engineOf(host);
    if (engine === undefined) {
      this.#engines.own().then(act, (thrown) => refused(errorFromFailure(toFailure(thrown))));
    } else act(engine);
  }

  #of(pid: string): DurableEngine | undefined {
    return this.#engines.engineOf(hostOf(pid));
  }
}
