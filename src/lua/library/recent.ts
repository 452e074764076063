/** Keeps what was made lately from a text: two generations, of which the older goes when the younger is full. */
export class Recent<T> {
  #young = new Map<string, T>();
  #old = new Map<string, T>();
  readonly #make: (text: string) => T;
  readonly #size: number;

  constructor(size: number, make: (text: string) => T) {
    this.#size = size;
    this.#make = make;
  }

  /** Long texts are not kept. */
  get(text: string): T {
    const known = this.#young.get(text);
    if (known !== undefined) return known;
    const made = this.#old.get(text) ?? this.#make(text);
    if (text.length > 4096) return made;
    if (this.#young.size >= this.#size) {
      this.#old = this.#young;
      this.#young = new Map();
    }
    this.#young.set(text, made);
    return made;
  }
}
