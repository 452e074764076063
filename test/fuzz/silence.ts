/**
 * How long somebody has said nothing, in looks that were taken a second apart. Seconds of the clock would not do: the one
 * who looks may have been busy itself, or the whole machine may have stood still, and then what was said waits to be heard.
 */
export class Silence {
  readonly #most: number;
  #looks = 0;

  constructor(most: number) {
    this.#most = most;
  }

  /** Something was said. */
  isBroken(): void {
    this.#looks = 0;
  }

  /** A look: whether it was the last one without a word. */
  isTooLong(): boolean {
    this.#looks++;
    return this.wasTooLong;
  }

  get wasTooLong(): boolean {
    return this.#looks >= this.#most;
  }
}
