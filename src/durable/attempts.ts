/** Processes that are read together, and go on when an attempt of each is counted: K1 is of those that a lost node let go on. */
export class Attempts {
  readonly #counted = Promise.withResolvers<void>();
  readonly #count: () => Promise<void>;
  #left: number;

  /** `count` writes it for all of them at once. */
  constructor(processes: number, count: () => Promise<void>) {
    this.#left = processes;
    this.#count = count;
  }

  /** One of them was read, or cannot be. */
  isRead = (): void => {
    this.#left--;
    if (this.#left === 0) this.#count().then(this.#counted.resolve, this.#counted.reject);
  };

  /** Resolves when all were read and counted. Rejects with a failure. */
  get counted(): Promise<void> {
    return this.#counted.promise;
  }
}
