/**
 * Which entries only some actors may change.
 *
 *   P1  An entry is protected by every rule of the configuration whose patterns fit its id, and by `meta.protected` of
 *       the entry as it is: `true`, or a list of actors.
 *   P2  A change is admitted when every rule that protects one of its entries names the actor. `meta.protected: true` names
 *       nobody.
 *   P3  What the entry becomes does not count: whoever may change it may protect it, or end its protection.
 *   P4  The files of the application are not bound: who writes them owns it. Nor is taking back.
 */
import { failure } from '#base';
import type { EntryId } from '#plugin';
import { before, type ChangeSet, idOf } from './change-set.ts';
import type { StoredEntry } from './entry.ts';
import { anyPattern } from './name-pattern.ts';

export interface ProtectionRule {
  /** Patterns of ids, such as `app.core:*`. */
  readonly entries: readonly string[];
  /** Patterns of actors. */
  readonly actors: readonly string[];
}

interface Rule {
  readonly protects: (id: EntryId) => boolean;
  readonly names: (actor: string) => boolean;
}

export class Protection {
  readonly #rules: readonly Rule[];

  constructor(rules: readonly ProtectionRule[] = []) {
    this.#rules = rules.map(({ entries, actors }) => ({
      protects: anyPattern(entries),
      names: actorPattern(actors),
    }));
  }

  /** The entries of a change that the actor may not touch. */
  forbidden(changes: ChangeSet, actor: string): EntryId[] {
    const ids = changes.filter((op) => {
      const id = idOf(op);
      const isNamed = this.#rules.every(({ protects, names }) => !protects(id) || names(actor));
      return !isNamed || !isNamedIn(before(op), actor);
    });
    return ids.map(idOf);
  }

  check(changes: ChangeSet, actor: string): void {
    const forbidden = this.forbidden(changes, actor);
    if (forbidden.length === 0) return;
    const are = forbidden.length === 1 ? 'is' : 'are';
    const message = `${forbidden.join(', ')} ${are} protected: ${actor} may not change that`;
    throw failure('PermissionDenied', message, {
      retryable: false,
      details: { code: 'protected', actor, entries: forbidden },
    });
  }
}

function isNamedIn(entry: StoredEntry | undefined, actor: string): boolean {
  const given = entry?.meta.protected;
  if (given === undefined || given === null || given === false) return true;
  const actors = Array.isArray(given) ? given : [given];
  return actorPattern(actors.filter((each) => typeof each === 'string'))(actor);
}

/** `*` alone is everybody; within a name it stands for any characters. */
function actorPattern(patterns: readonly string[]): (actor: string) => boolean {
  const expressions = patterns.map(
    (pattern) => new RegExp(`^${pattern.replace(/[\\^$.|?+()[\]{}]/g, '\\$&').replaceAll('*', '.*')}$`, 's'),
  );
  return (actor) => expressions.some((expression) => expression.test(actor));
}
