/** So often a function is called before V8 takes notes of its calls, and some more: what settles a way goes it as often. */
export const UNNOTED = 60;
