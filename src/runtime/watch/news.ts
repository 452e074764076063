/** What a watch has to tell, as lines for people. */
import {
  type ChangeSet,
  describeConflict,
  type EntryConflict,
  idOf,
  type Version,
  versionText,
} from '#registry';

export type News =
  /** What the files say is in force. */
  | {
      readonly type: 'applied';
      readonly version: Version;
      readonly changes: ChangeSet;
      readonly conflicts: readonly EntryConflict[];
      /** Milliseconds from the save. */
      readonly took: number;
      /** Sections of the configuration that count at the next start. */
      readonly settings: readonly string[];
      readonly restarted: readonly string[];
      readonly outdated: readonly OutdatedProcesses[];
    }
  /** The files are wrong, or what they say was refused; what runs stays. */
  | { readonly type: 'refused'; readonly report: string; readonly version: Version }
  /** The files say again what is in force, after they were wrong. */
  | { readonly type: 'mended'; readonly version: Version }
  | { readonly type: 'warning'; readonly report: string };

/** Processes that go on with the code they began with. */
export interface OutdatedProcesses {
  readonly entry: string;
  readonly count: number;
}

/** So many entries are named; of more than these only the numbers are told. */
const NAMED = 6;

export function describeNews(news: News): string {
  switch (news.type) {
    case 'applied':
      return describeApplied(news);
    case 'refused':
      return `${news.report}\n${versionText(news.version)} goes on`;
    case 'mended':
      return `mended: ${versionText(news.version)} is what the files say`;
    case 'warning':
      return news.report;
  }
}

function describeApplied(news: Extract<News, { readonly type: 'applied' }>): string {
  const { version, changes, took, conflicts, settings, restarted, outdated } = news;
  const lines: string[] = [];
  if (changes.length > 0)
    lines.push(`${versionText(version)} in ${duration(took)}: ${describeChanges(changes)}`);
  if (restarted.length > 0) lines.push(`restarted ${restarted.join(', ')}`);
  for (const { entry, count } of outdated) {
    lines.push(
      `${count === 1 ? 'a process' : `${count} processes`} of ${entry} still ${count === 1 ? 'runs' : 'run'} older code`,
    );
  }
  if (settings.length > 0) lines.push(`${settings.join(', ')} in the configuration count at the next start`);
  for (const conflict of conflicts) lines.push(describeConflict(conflict));
  return lines.join('\n');
}

const verbs = { update: 'changed', create: 'new', delete: 'gone' } as const;

/** `changed app:greet, app:hello; gone app:old`. */
export function describeChanges(changes: ChangeSet): string {
  const byType = Map.groupBy(changes, ({ type }) => type);
  const isShort = changes.length <= NAMED;
  return (['update', 'create', 'delete'] as const)
    .flatMap((type) => {
      const ids = (byType.get(type) ?? []).map(idOf).sort();
      if (ids.length === 0) return [];
      return [`${verbs[type]} ${isShort ? ids.join(', ') : ids.length}`];
    })
    .join(isShort ? '; ' : ', ')
    .concat(isShort ? '' : ' entries');
}

function duration(millis: number): string {
  return millis < 1000 ? `${Math.max(1, Math.round(millis))} ms` : `${(millis / 1000).toFixed(1)} s`;
}
