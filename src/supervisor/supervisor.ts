/**
 * Starts, watches, restarts and stops services in the order of their needs. What they are it does not
 * know: each is given as something that starts, stops and can be killed (supervised.ts).
 *
 *   Su1  A service starts as soon as all that it needs is running; services that do not need each other
 *        start at the same time.
 *   Su2  Who is started has what it needs started too, also when that does not start by itself.
 *   Su3  A service whose needs fail waits; one that runs goes on when what it needs fails later.
 *   Su4  A service is stopped after all that need it.
 *   Su5  The failure of a service touches no other service and never ends the node.
 */
import { type Clock, failure, type Log } from '#base';
import type { EntryId } from '#plugin';
import { Service, type Surroundings } from './service.ts';
import { isUp, type Occurrence, type ServiceState } from './service-state.ts';
import type { Definition } from './supervised.ts';

/** What the supervisor announces on the bus, under the system `supervisor`. */
export type Announcement =
  | 'service.register'
  | 'service.remove'
  | 'service.update'
  | 'service.start'
  | 'service.stop';

export interface SupervisorOptions {
  readonly clock: Clock;
  readonly random: () => number;
  readonly log: Log;
  /** The services that must be running before one starts; asked anew each time (start-order.ts). */
  readonly needs: (id: EntryId) => readonly EntryId[];
  readonly announce: (kind: Announcement, state: ServiceState) => void;
}

export class Supervisor {
  readonly #options: SupervisorOptions;
  readonly #services = new Map<EntryId, Service>();
  /** Whoever waits until something comes to rest. */
  #watchers: (() => void)[] = [];
  #isLooking = false;
  #mustLook = false;

  constructor(options: SupervisorOptions) {
    this.#options = options;
  }

  /** Makes a service known; it is started by `start` or `startAll`. */
  add(definition: Definition): void {
    const { clock, random, log } = this.#options;
    const changed: Surroundings['changed'] = (service, occurrence) => this.#changed(service, occurrence);
    const service = new Service(definition, { clock, random, log, changed });
    this.#services.set(definition.id, service);
    this.#options.announce('service.register', service.state);
  }

  /** Stops a service and forgets it. */
  async remove(id: EntryId): Promise<void> {
    const service = this.#services.get(id);
    if (service === undefined) return;
    await service.stop();
    this.#services.delete(id);
    this.#options.announce('service.remove', service.state);
    this.#look();
  }

  /** The service is another one from now on: a running one is stopped, and the next started. */
  async replace(definition: Definition): Promise<void> {
    const service = this.#services.get(definition.id);
    if (service === undefined) {
      this.add(definition);
      if (definition.lifecycle.auto_start) await this.start(definition.id);
      return;
    }
    const isWanted = service.isWanted || definition.lifecycle.auto_start;
    await service.stop();
    service.definition = definition;
    if (isWanted) await this.start(definition.id);
  }

  /** Starts one service and what it needs; resolves when it runs or has failed for the first time. */
  async start(id: EntryId): Promise<ServiceState> {
    const service = this.#find(id);
    this.#want(service, new Set());
    this.#look();
    await this.#rest(() => this.#isSettled(service, new Set()));
    return service.state;
  }

  /** Starts all that start by themselves; resolves when each of them runs, failed, or waits for one that failed. */
  async startAll(): Promise<void> {
    const starting = [...this.#services.values()].filter(({ definition }) => definition.lifecycle.auto_start);
    const seen = new Set<Service>();
    for (const service of starting) this.#want(service, seen);
    this.#look();
    await this.#rest(() => starting.every((service) => this.#isSettled(service, new Set())));
    for (const service of starting) if (service.isDue) this.#warnOfWait(service);
  }

  /** Stops one service; those that need it go on. */
  async stop(id: EntryId): Promise<ServiceState> {
    const service = this.#find(id);
    await service.stop();
    return service.state;
  }

  /** Stops everything in order; what is not down after so many milliseconds is ended by force. */
  async stopAll(within: number): Promise<void> {
    const { clock, log } = this.#options;
    for (const service of this.#services.values()) if (!isUp(service.status)) void service.stop();
    const timer = clock.setTimer(clock.monotonic() + within, () => {
      const left = [...this.#services.values()].filter(({ status }) => isUp(status));
      log.warn('stopping took too long; the rest is ended by force', { services: left.map(({ id }) => id) });
      for (const service of left) service.kill();
    });
    try {
      await this.#stopInOrder();
    } finally {
      timer.cancel();
    }
  }

  state(id: EntryId): ServiceState | undefined {
    return this.#services.get(id)?.state;
  }

  /** By id. */
  states(): ServiceState[] {
    return [...this.#services.values()].map(({ state }) => state).sort((a, b) => (a.id < b.id ? -1 : 1));
  }

  has(id: EntryId): boolean {
    return this.#services.has(id);
  }

  /** Su3. */
  #warnOfWait(service: Service): void {
    const missing = this.#needsOf(service).filter((need) => !need.isAvailable);
    const { log } = this.#options;
    log.warn('service waits for others', { id: service.id, for: missing.map(({ id }) => id) });
  }

  #find(id: EntryId): Service {
    const service = this.#services.get(id);
    if (service === undefined) throw failure('NotFound', `there is no service ${id}`, { retryable: false });
    return service;
  }

  /** Su2. */
  #want(service: Service, seen: Set<Service>): void {
    const waiting = [service];
    for (let one = waiting.pop(); one !== undefined; one = waiting.pop()) {
      if (seen.has(one)) continue;
      seen.add(one);
      // What ended well has done its work for those who need it.
      if (one === service || !one.isAvailable) one.want();
      waiting.push(...this.#needsOf(one));
    }
  }

  #needsOf(service: Service): Service[] {
    return this.#options.needs(service.id).flatMap((id) => this.#services.get(id) ?? []);
  }

  #changed(service: Service, occurrence: Occurrence | undefined): void {
    const { announce, log } = this.#options;
    const { state } = service;
    if (occurrence === 'ready') {
      log.info('service is running', { id: service.id });
      announce('service.start', state);
    } else if (occurrence === 'down' || occurrence === 'end') {
      const fields = state.details === undefined ? {} : { details: state.details };
      log.info(occurrence === 'down' ? 'service stopped' : 'service ended', { id: service.id, ...fields });
      announce('service.stop', state);
    }
    announce('service.update', state);
    this.#look();
  }

  /** Starts what may start (Su1), and tells whoever waits for something to come to rest. */
  #look(): void {
    this.#mustLook = true;
    if (this.#isLooking) return;
    this.#isLooking = true;
    try {
      while (this.#mustLook) {
        this.#mustLook = false;
        for (const service of this.#services.values()) if (this.#mayStart(service)) service.begin();
      }
    } finally {
      this.#isLooking = false;
    }
    const watchers = this.#watchers;
    this.#watchers = [];
    for (const watch of watchers) watch();
  }

  #mayStart(service: Service): boolean {
    if (!service.isDue || isUp(service.status)) return false;
    return this.#needsOf(service).every((need) => need.isAvailable);
  }

  /** It runs or does not run, and that is all that can be said for now (Su3). */
  #isSettled(service: Service, seen: Set<Service>): boolean {
    if (seen.has(service)) return true;
    seen.add(service);
    if (service.status === 'Starting' || service.status === 'Stopping') return false;
    if (!service.isDue) return true;
    const missing = this.#needsOf(service).filter((need) => !need.isAvailable);
    return missing.length > 0 && missing.every((need) => this.#isSettled(need, seen));
  }

  async #rest(isOver: () => boolean): Promise<void> {
    while (!isOver()) await new Promise<void>((resolve) => this.#watchers.push(resolve));
  }

  /** Su4: whenever something is down, those that only waited for it are next. */
  async #stopInOrder(): Promise<void> {
    const stopping = new Set<Service>();
    for (;;) {
      const up = [...this.#services.values()].filter(({ status }) => isUp(status));
      if (up.length === 0) return;
      const needed = this.#neededBy(up);
      for (const service of up) {
        if (stopping.has(service) || needed.has(service)) continue;
        stopping.add(service);
        void service.stop();
      }
      await this.#rest(() => up.some(({ status }) => !isUp(status)));
    }
  }

  /** What these services need, directly or by way of others. */
  #neededBy(services: readonly Service[]): Set<Service> {
    const needed = new Set<Service>();
    const waiting = services.flatMap((service) => this.#needsOf(service));
    for (let one = waiting.pop(); one !== undefined; one = waiting.pop()) {
      if (needed.has(one)) continue;
      needed.add(one);
      waiting.push(...this.#needsOf(one));
    }
    return needed;
  }
}
