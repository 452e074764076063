/** Plain data: what entries hold, what messages carry and what services take and return. */
export type Data =
  | undefined
  | null
  | boolean
  | number
  | bigint
  | string
  | readonly Data[]
  | { readonly [key: string]: Data };

/** An object made of keys and values only: no array, no instance of a class. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || prototype === Object.prototype;
}
