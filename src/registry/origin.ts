/**
 * Where an entry comes from.
 *
 *   O1  Every entry has an origin: files (path, line, column), a module (name, version, and its files),
 *       or the version of the registry that wrote it, with its author.
 */
import type { Place } from './problem.ts';

export interface FilePlace {
  readonly path: string;
  readonly line: number;
  readonly column: number;
  /** The files whose content stands in the entry, by the dotted path of the field that named them. */
  readonly included?: Readonly<Record<string, string>>;
}

export type Origin =
  | ({ readonly type: 'files' } & FilePlace)
  | ({ readonly type: 'module'; readonly module: string; readonly version?: string } & FilePlace)
  | {
      readonly type: 'live';
      readonly version: number;
      readonly author: string;
      /** The fields in which its writer left what an override laid there (O2). */
      readonly laid?: readonly string[];
    };

export function placeOf(origin: Origin): Place | undefined {
  return origin.type === 'live' ? undefined : { path: origin.path, line: origin.line, column: origin.column };
}

/** For messages: `src/_index.yaml:3:5`, or `version 4 by admin`. */
export function describeOrigin(origin: Origin): string {
  if (origin.type === 'live') return `version ${origin.version} by ${origin.author}`;
  return `${origin.path}:${origin.line}:${origin.column}`;
}

export function isSameOrigin(one: Origin, other: Origin): boolean {
  // Written by the same code each time, with the fields in one order.
  return one === other || JSON.stringify(one) === JSON.stringify(other);
}
