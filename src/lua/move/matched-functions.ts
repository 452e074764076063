/**
 * Which function of a new source is which of an old one.
 *
 *   Mf1  Functions are matched inside functions that are matched; the whole source is one.
 *   Mf2  First by all that they say, then by what they say themselves, then by name, then by the place that they are put
 *        in; what is not single in both sources is not matched by less than its text.
 */
import type { FunctionScope, Resolution } from '../resolve.ts';
import { ownText, placesIn, wholeText } from './source-text.ts';

/** Indices of new functions by those of old ones. */
export function matchFunctions(before: Resolution, after: Resolution): Map<number, number> {
  const matched = new Map<number, number>([[0, 0]]);
  const places = [before, after].map(({ functions: [root] }) => root && placesIn(root.body));
  for (const [old, young] of matched) {
    let olds = childrenOf(before, old);
    let youngs = childrenOf(after, young);
    const pair = (textOf: (scope: FunctionScope, side: number) => string, isSingle: boolean) => {
      const ofOlds = groupsOf(olds, (scope) => textOf(scope, 0));
      const ofYoungs = groupsOf(youngs, (scope) => textOf(scope, 1));
      for (const [text, group] of ofOlds) {
        const others = text === '' ? undefined : ofYoungs.get(text);
        if (others === undefined || (isSingle && (group.length > 1 || others.length > 1))) continue;
        for (const [i, one] of group.entries()) {
          const other = others[i];
          if (other !== undefined) matched.set(one.index, other.index);
        }
      }
      const taken = new Set(matched.values());
      olds = olds.filter(({ index }) => !matched.has(index));
      youngs = youngs.filter(({ index }) => !taken.has(index));
    };
    pair(({ body }) => wholeText(body), false);
    pair(({ body }) => ownText(body), false);
    pair(({ body }) => body.name, true);
    pair(({ body }, side) => places[side]?.get(body) ?? '', true);
  }
  return matched;
}

function childrenOf({ functions }: Resolution, index: number): FunctionScope[] {
  return functions.filter(({ parent }) => parent?.index === index);
}

function groupsOf(
  scopes: readonly FunctionScope[],
  textOf: (scope: FunctionScope) => string,
): Map<string, FunctionScope[]> {
  const groups = new Map<string, FunctionScope[]>();
  for (const scope of scopes) {
    const text = textOf(scope);
    const group = groups.get(text);
    if (group === undefined) groups.set(text, [scope]);
    else group.push(scope);
  }
  return groups;
}
