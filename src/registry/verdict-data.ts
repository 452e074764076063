/** Verdicts as guests and events tell them. */
import type { Data } from '#base';
import type { HealthFigures, Verdict } from './verdict.ts';

export function verdictData(verdict: Verdict): Data {
  const { state, author, reason, summary, checks, watch, health, broken, takenBack } = verdict;
  return {
    state,
    author,
    reason,
    summary,
    checks: checks.map(({ name, outcome, summary: told, details }) => ({
      name,
      outcome,
      summary: told,
      details,
    })),
    entries: watch.entries,
    versions: watch.versions,
    from: watch.from,
    until: watch.until,
    bars: { ...watch.bars },
    health: health.map(({ entry, before, after }) => ({
      entry,
      before: figures(before),
      after: figures(after),
    })),
    broken: broken.map((each) => ({ ...each })),
    settled_by: verdict.settledBy,
    settled_at: verdict.settledAt,
    taken_back: takenBack && {
      version: takenBack.version,
      entries: takenBack.entries,
      left: takenBack.left.map((each) => ({ ...each })),
      running: takenBack.running,
    },
  };
}

function figures(given: HealthFigures): Data {
  return { ...given };
}
