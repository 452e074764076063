/** What hinders a store at the moment, for those who look at its hosts. */
export type Part = 'writes' | 'lease';

export class StoreHealth {
  readonly #problems = new Map<Part, string>();
  readonly #told: (problem: string | undefined) => void;

  /** `told` is told each time the problem is another one, or is over. */
  constructor(told: (problem: string | undefined) => void) {
    this.#told = told;
  }

  /** Undefined when nothing does. What is not written is more than a lease that is not renewed. */
  get problem(): string | undefined {
    return this.#problems.get('writes') ?? this.#problems.get('lease');
  }

  set(part: Part, problem: string | undefined): void {
    const before = this.problem;
    if (problem === undefined) this.#problems.delete(part);
    else this.#problems.set(part, problem);
    if (this.problem !== before) this.#told(this.problem);
  }
}
