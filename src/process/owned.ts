/** Something that ends with the process: a timer, a subscription, an open file, a call under way. */
export interface Owned {
  release(): void;
}
