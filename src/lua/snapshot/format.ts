/**
 * The format of snapshots, version 2. Version 1 has no lists of changed items.
 *
 *     "WPYS" version   base: crc32 of what it lies on, 0 for nothing
 *     state names      how many, then each a text
 *     kinds            how many new objects, then for each its kind (for a text the text, for a state its name's number)
 *     roots            how many, then the values
 *     records          of changed and of new objects: 0, or 1 + the id of a changed one; then the content by its kind.
 *                      Ends with 0 after the last new object: a count of records stands in front.
 *     addresses        how many, then id and number of each object whose `table: 0x...` somebody has seen
 *     crc32            of all before it
 *
 * Objects are numbered from the number of those that the base has, in the order of the walk from the roots (S4).
 * Short texts are numbered as they come up, over the base and what lies on it, so that a key is written once.
 */
export const MAGIC = 0x53_59_50_57;
export const VERSION = 2;
export const OLDEST = 1;

/** Texts up to this length are numbered among the short ones; those over LONG_TEXT are objects (S3). */
export const POOLED_TEXT = 255;
export const LONG_TEXT = 1024;

export const KIND = {
  TABLE: 0,
  FUNCTION: 1,
  CELL: 2,
  COROUTINE: 3,
  FRAME: 4,
  LIST: 5,
  USERDATA: 6,
  STATE: 7,
  TEXT: 8,
} as const;

export const TAG = {
  NIL: 0,
  FALSE: 1,
  TRUE: 2,
  /** A whole number of at most 53 bits: sign in the lowest bit. */
  INTEGER: 3,
  FLOAT: 4,
  INT64: 5,
  /** A text that gets the next number of the short ones, and one that gets none. */
  NEW_TEXT: 6,
  TEXT: 7,
  OLD_TEXT: 8,
  OBJECT: 9,
  /** A value of the host by its name, which is a text. */
  NAMED: 10,
  /** What emitted code keeps where a loop has no traversal; no value of a guest. */
  NONE: 11,
  /** A type of the dialect, by its text. */
  TYPE: 12,
  /** From here on: the integers from 0 to 79, texts by number up to 63, objects by number up to 63. */
  SMALL_INTEGER: 16,
  SMALL_TEXT: 96,
  SMALL_OBJECT: 160,
} as const;
export const SMALL_INTEGERS = 80;
export const SMALL_TEXTS = 64;
export const SMALL_OBJECTS = 96;

/**
 * Parts that a table has. CHANGES: of a list that the layers below have, its length and the items that are others now, each
 * after a gap.
 */
export const HAS = {
  ITEMS: 1,
  FIELDS: 2,
  HASH: 4,
  METATABLE: 8,
  FROZEN: 16,
  SHAPE: 32,
  CHANGES: 64,
} as const;
