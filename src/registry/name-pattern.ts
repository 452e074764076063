/**
 * Patterns over dotted names: `legacy`, `http.*` (one more segment), `legacy.**` (any number of them,
 * also none), `app:**` for the ids of a namespace. Within a segment `*` stands for any characters.
 */

export function namePattern(pattern: string): (name: string) => boolean {
  if (!pattern.includes('*')) return (name) => name === pattern;
  const source = pattern.replace(/\.\*\*$|\*\*|\*|[\\^$.|?+()[\]{}]/g, (part) => {
    if (part === '.**') return '(?:[.:].*)?';
    if (part === '**') return '.*';
    return part === '*' ? '[^.:]*' : `\\${part}`;
  });
  const expression = new RegExp(`^${source}$`, 's');
  return (name) => expression.test(name);
}

/** Whether one of the patterns fits. */
export function anyPattern(patterns: readonly string[]): (name: string) => boolean {
  const matchers = patterns.map(namePattern);
  return (name) => matchers.some((matches) => matches(name));
}
