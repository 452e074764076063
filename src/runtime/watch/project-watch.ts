/**
 * Keeps what runs in step with the files of its project, as they are saved.
 *
 *   Wa1  Files are taken as they are once they have been still for a moment; for a longer one when many change.
 *   Wa2  What is wrong, and what only takes away, may be half of something that is being written: it counts only when
 *        the files have been still for longer.
 *   Wa3  Whatever is refused changes nothing; it is told once, and what comes next is compared with what is in force.
 *   Wa4  A hint only says where to look. After each burst of hints, and from time to time, everything that was read is
 *        looked at, so that in the end nothing is missed.
 *   Wa5  One state of the files is worked on at a time. What happens meanwhile is looked at next.
 */
import { type Clock, isFailure, isRecord, type Timer } from '#base';
import {
  type ChangeSet,
  describeConflict,
  difference,
  type EntryConflict,
  error,
  type Followed,
  formatReport,
  hasErrors,
  idOf,
  type Problem,
  type TrackedFiles,
  type Version,
} from '#registry';
import type { Project, ProjectReader } from '../project.ts';
import type { News, OutdatedProcesses } from './news.ts';

/** What a watch needs of the node. */
export interface Watched {
  readonly version: Version;
  follow(project: Project): Promise<Followed>;
  /** Services whose process runs older code are started again, if that is wanted; who still runs some is told. */
  settle(): Promise<{
    readonly restarted: readonly string[];
    readonly outdated: readonly OutdatedProcesses[];
  }>;
}

export interface WatchOptions {
  readonly reader: ProjectReader;
  readonly files: TrackedFiles;
  /** What is in force now. */
  readonly project: Project;
  readonly node: Watched;
  readonly clock: Clock;
  readonly tell: (news: News) => void;
  /** Somebody is in the middle of changing many files, and says so. */
  readonly isBusy?: () => boolean;
  /** Told after each reading in which folders something can happen. */
  readonly folders: (folders: ReadonlySet<string>) => void;
}

const noneLeft = { restarted: [], outdated: [] };

/** Milliseconds without a hint after which files are taken as they are (Wa1, Wa2), and the longest wait for that. */
const QUIET = 8;
const QUIET_AFTER_MANY = 60;
const STILL = 150;
const LONGEST = 1500;
const MANY = 8;
const BUSY_PAUSE = 20;
const LONGEST_BUSY = 20_000;
/** Wa4: after a burst, and otherwise; so many at a time, with a pause. */
const SCAN_AFTER = 400;
const SCAN_EVERY = 5000;
const SCANNED_AT_ONCE = 400;
const SCAN_PAUSE = 5;

export class ProjectWatch {
  readonly #options: WatchOptions;
  /** Where something happened that nobody has looked at. */
  readonly #hints = new Set<string>();
  #firstHint = Number.NaN;
  #lastHint = Number.NEGATIVE_INFINITY;
  #lastLook = Number.NEGATIVE_INFINITY;
  #savedAt = 0;
  #timer: Timer | undefined;
  #scanning: Timer | undefined;
  /** Read and not yet taken (Wa2). */
  #doubtful: Project | undefined;
  #hasEmptied = false;
  #current: Project;
  #told = '';
  #conflicts: ReadonlySet<string> = new Set();
  #outdated: ReadonlyMap<string, number> = new Map();
  #warned = '';
  #work: Promise<void> | undefined;
  #isClosed = false;

  constructor(options: WatchOptions) {
    this.#options = options;
    this.#current = options.project;
    options.folders(options.files.folders());
    this.#scanIn(SCAN_AFTER);
  }

  /** Something happened at this path. */
  hint(path: string): void {
    const { files, clock } = this.#options;
    const folder = above(path);
    if (this.#isClosed || !(files.isTracked(path) || files.isTracked(folder))) return;
    this.#hints.add(path);
    this.#hints.add(folder);
    const now = clock.monotonic();
    if (Number.isNaN(this.#firstHint)) this.#firstHint = now;
    this.#lastHint = now;
    this.#schedule();
  }

  /** Resolves when what is under way has ended; nothing more begins. */
  async close(): Promise<void> {
    this.#isClosed = true;
    this.#timer?.cancel();
    this.#scanning?.cancel();
    await this.#work;
  }

  /** Wa1, Wa5. */
  #schedule(): void {
    if (this.#isClosed || this.#work !== undefined) return;
    this.#timer?.cancel();
    this.#timer = this.#options.clock.setTimer(this.#due(), () => this.#begin());
  }

  #due(): number {
    if (this.#hints.size === 0) return this.#lastHint + STILL;
    const quiet = this.#hints.size > MANY ? QUIET_AFTER_MANY : QUIET;
    return Math.min(this.#lastHint + quiet, Math.max(this.#firstHint + LONGEST, this.#lastLook + LONGEST));
  }

  #begin(): void {
    this.#work = this.#look()
      .catch((thrown: unknown) => {
        if (!isFailure(thrown)) throw thrown;
        this.#refused([error(thrown.message)]);
      })
      .finally(() => {
        this.#work = undefined;
        if (this.#hints.size > 0 || this.#doubtful !== undefined) this.#schedule();
        else this.#firstHint = Number.NaN;
      });
  }

  async #look(): Promise<void> {
    const { files, reader, clock, isBusy } = this.#options;
    this.#lastLook = clock.monotonic();
    if (isBusy?.() === true && clock.monotonic() - this.#firstHint < LONGEST_BUSY) {
      this.#lastHint = clock.monotonic() + BUSY_PAUSE;
      return;
    }
    const { paths, emptied, savedAt } = files.refresh([...this.#hints]);
    this.#hints.clear();
    this.#scanIn(SCAN_AFTER);
    if (savedAt !== undefined) this.#savedAt = Math.max(this.#savedAt, savedAt);
    this.#hasEmptied ||= emptied.length > 0;
    let project = this.#doubtful;
    if (paths.length > 0 || project === undefined) {
      if (paths.length === 0) return;
      project = await reader.read();
      this.#options.folders(files.folders());
    }
    await this.#consider(project);
  }

  /** Wa2. */
  async #consider(project: Project): Promise<void> {
    const { clock } = this.#options;
    const changes = difference(this.#current.application.entries, project.application.entries);
    const problems = wrongIn(project);
    const takesAway = this.#hasEmptied || changes.some(({ type }) => type === 'delete');
    const isStill = clock.monotonic() - this.#lastHint >= STILL;
    this.#doubtful = undefined;
    if ((takesAway || hasErrors(problems)) && !isStill) {
      this.#doubtful = project;
      return;
    }
    this.#hasEmptied = false;
    if (hasErrors(problems)) this.#refused(problems, project);
    else await this.#take(project, changes);
  }

  async #take(project: Project, changes: ChangeSet): Promise<void> {
    const { node } = this.#options;
    const before = node.version;
    let followed: Followed;
    try {
      followed = await node.follow(project);
    } catch (thrown) {
      if (!isFailure(thrown)) throw thrown;
      this.#refused(problemsOf(thrown, project), project);
      return;
    }
    const took = this.#sinceSave();
    const settings = changedSettings(this.#current, project);
    this.#current = project;
    const { version } = followed;
    const isNew = version.id !== before.id;
    const { restarted, outdated } = isNew ? await node.settle() : noneLeft;
    this.#warn(project);
    const conflicts = this.#newConflicts(followed.conflicts);
    const isNews = isNew || conflicts.length + settings.length > 0;
    if (isNews) {
      const left = this.#newlyOutdated(outdated);
      const held = new Set(followed.conflicts.map(({ id }) => id));
      const changed = isNew ? changes.filter((op) => !held.has(idOf(op))) : [];
      this.#tell({
        ...{ type: 'applied', version, changes: changed, conflicts, took, settings, restarted },
        outdated: left,
      });
    } else if (this.#told !== '') this.#tell({ type: 'mended', version });
    this.#told = '';
  }

  /** Conflicts come back at every reading until they are settled; each is told once. */
  #newConflicts(conflicts: readonly EntryConflict[]): EntryConflict[] {
    const known = this.#conflicts;
    this.#conflicts = new Set(conflicts.map(describeConflict));
    return conflicts.filter((conflict) => !known.has(describeConflict(conflict)));
  }

  /** Those of whom there are more than when it was told last. */
  #newlyOutdated(outdated: readonly OutdatedProcesses[]): OutdatedProcesses[] {
    const known = this.#outdated;
    this.#outdated = new Map(outdated.map(({ entry, count }) => [entry, count]));
    return outdated.filter(({ entry, count }) => count > (known.get(entry) ?? 0));
  }

  /** From the save, when the file's own time can be believed; otherwise from the first hint. */
  #sinceSave(): number {
    const { clock } = this.#options;
    const sinceHint = Number.isNaN(this.#firstHint) ? 0 : clock.monotonic() - this.#firstHint;
    const sinceSave = clock.now() - this.#savedAt;
    this.#savedAt = 0;
    return sinceSave >= 0 && sinceSave < sinceHint + 1000 ? sinceSave : sinceHint;
  }

  /** Wa3. */
  #refused(problems: readonly Problem[], project?: Project): void {
    const report = project === undefined ? formatReport(problems, () => undefined) : project.report(problems);
    if (report === this.#told) return;
    this.#told = report;
    this.#tell({ type: 'refused', report, version: this.#options.node.version });
  }

  #warn(project: Project): void {
    const report = project.problems.length === 0 ? '' : project.report();
    if (report !== '' && report !== this.#warned) this.#tell({ type: 'warning', report });
    this.#warned = report;
  }

  #tell(news: News): void {
    this.#options.tell(news);
  }

  /** Wa4. */
  #scanIn(delay: number): void {
    if (this.#isClosed) return;
    const { clock, files } = this.#options;
    this.#scanning?.cancel();
    this.#scanning = clock.setTimer(clock.monotonic() + delay, () => this.#scan([...files.paths()]));
  }

  #scan(paths: readonly string[]): void {
    if (this.#isClosed) return;
    const { clock, files } = this.#options;
    for (const path of files.suspects(paths.slice(0, SCANNED_AT_ONCE))) this.hint(path);
    const rest = paths.slice(SCANNED_AT_ONCE);
    if (rest.length === 0) this.#scanIn(SCAN_EVERY);
    else this.#scanning = clock.setTimer(clock.monotonic() + SCAN_PAUSE, () => this.#scan(rest));
  }
}

/** A project that has lost its lock file or its sources is more likely on the move than meant to be empty. */
function wrongIn(project: Project): readonly Problem[] {
  const { hasLockFile, lock } = project.application;
  if (!hasLockFile) return [...project.problems, error('the lock file is gone')];
  if (!project.hasSources) return [error(`the source folder ${lock.directories.src} is gone`)];
  return project.problems;
}

/** What refused, at the places of the entries it is about. */
function problemsOf(refusal: Error & { readonly details?: unknown }, project: Project): Problem[] {
  const { details } = refusal;
  const listed = isRecord(details) && Array.isArray(details.problems) ? details.problems : [];
  const problems = listed.flatMap((each: unknown): Problem[] => {
    if (!isRecord(each) || typeof each.id !== 'string' || typeof each.message !== 'string') return [];
    const { id, message } = each;
    return [error(message.includes(id) ? message : `${id}: ${message}`, project.application.place(id))];
  });
  return problems.length > 0 ? problems : [error(refusal.message)];
}

/** These act when entries are read, so their changes are among the entries. */
const actAtOnce = new Set(['override', 'disable', 'workspace']);

function changedSettings(before: Project, after: Project): string[] {
  const [old, now] = [before.settings, after.settings] as Readonly<Record<string, unknown>>[];
  if (old === undefined || now === undefined) return [];
  return Object.keys(now).filter(
    (section) => !actAtOnce.has(section) && JSON.stringify(old[section]) !== JSON.stringify(now[section]),
  );
}

function above(path: string): string {
  const slash = path.lastIndexOf('/');
  return slash < 0 ? '.' : path.slice(0, slash) || '/';
}
