/**
 * One reading of a value by a schema: where it stands, and what it found out on the way.
 *
 *   Rd1  A reading goes on after a problem, so that all problems of a value are reported at once.
 *        What it returns counts only when it found none.
 *   Rd2  In a guest's value strings are byte strings; in entries, settings and JSON they are text.
 *   Rd3  Nothing is allocated for what is not found: most readings are of arguments, and are right.
 */
import { decodeUtf8 } from '#base';

export type Path = readonly (string | number)[];

export interface Problem {
  readonly path: Path;
  /** Follows the name of the place: `must be an integer`. */
  readonly message: string;
  /** A warning leaves the value usable. */
  readonly severity: 'error' | 'warning';
}

/** Another entry that the value names. */
export interface Reference {
  readonly path: Path;
  readonly id: string;
  /** Names of services or patterns of kinds, one of which the entry has to satisfy; any entry when empty. */
  readonly targets: readonly string[];
}

export interface ReadingOptions {
  /** The strings are byte strings. */
  readonly guest?: boolean;
  /** Where names without a namespace belong. */
  readonly namespace?: string | undefined;
  /** Says of a text that its value comes later (`${env:PORT}`), so that it is not checked now. */
  readonly defer?: ((text: string) => boolean) | undefined;
}

const none: readonly never[] = [];

export class Reading {
  readonly isGuest: boolean;
  readonly namespace: string | undefined;
  readonly #options: ReadingOptions;
  #path: (string | number)[] | undefined;
  #problems: Problem[] | undefined;
  #references: Reference[] | undefined;
  #secrets: Path[] | undefined;
  #deferred: Path[] | undefined;
  #errors = 0;

  constructor(options: ReadingOptions = {}) {
    this.#options = options;
    this.isGuest = options.guest === true;
    this.namespace = options.namespace;
  }

  get problems(): readonly Problem[] {
    return this.#problems ?? none;
  }

  get references(): readonly Reference[] {
    return this.#references ?? none;
  }

  /** The places of values that may not be shown. */
  get secrets(): readonly Path[] {
    return this.#secrets ?? none;
  }

  /** The places whose values come later. */
  get deferred(): readonly Path[] {
    return this.#deferred ?? none;
  }

  get failed(): boolean {
    return this.#errors > 0;
  }

  /** Nothing was found, and it stands where it began. */
  get isBlank(): boolean {
    if (this.#path !== undefined && this.#path.length > 0) return false;
    const { problems, references, secrets, deferred } = this;
    return problems === none && references === none && secrets === none && deferred === none;
  }

  /** A string of the value as text. */
  text(value: string): string {
    return this.isGuest ? decodeUtf8(value) : value;
  }

  enter(key: string | number): void {
    this.#path ??= [];
    this.#path.push(key);
  }

  leave(): void {
    this.#path?.pop();
  }

  /** Records that the value is not what was expected, and gives back the value that nobody will look at. */
  expected(what: string, value: unknown): never {
    const message =
      value === undefined || value === null ? 'is required' : `must be ${what}, not ${describe(value)}`;
    return this.refuse(value === undefined || value === null ? `${message}: ${what}` : message, value);
  }

  refuse(message: string, value: unknown): never {
    if (this.isDeferred(value)) {
      this.#deferred ??= [];
      this.#deferred.push(this.#here());
    } else {
      this.#errors++;
      this.#report({ path: this.#here(), message, severity: 'error' });
    }
    return undefined as never; // Rd1: nobody looks at it
  }

  warn(message: string): void {
    this.#report({ path: this.#here(), message, severity: 'warning' });
  }

  isDeferred(value: unknown): boolean {
    return typeof value === 'string' && this.#options.defer?.(value) === true;
  }

  reference(id: string, targets: readonly string[]): void {
    this.#references ??= [];
    this.#references.push({ path: this.#here(), id, targets });
  }

  secret(): void {
    this.#secrets ??= [];
    this.#secrets.push(this.#here());
  }

  /** A reading of the same place on trial; `adopt` makes its findings this one's. */
  trial(): Reading {
    const trial = new Reading(this.#options);
    if (this.#path !== undefined) trial.#path = [...this.#path];
    return trial;
  }

  adopt(trial: Reading): void {
    for (const problem of trial.problems) this.#report(problem);
    this.#errors += trial.#errors;
    this.#references = joined(this.#references, trial.#references);
    this.#secrets = joined(this.#secrets, trial.#secrets);
    this.#deferred = joined(this.#deferred, trial.#deferred);
  }

  #report(problem: Problem): void {
    this.#problems ??= [];
    this.#problems.push(problem);
  }

  #here(): Path {
    return this.#path === undefined ? none : [...this.#path];
  }
}

function joined<T>(one: T[] | undefined, other: T[] | undefined): T[] | undefined {
  return one === undefined || other === undefined ? (one ?? other) : [...one, ...other];
}

/** A value in the words of a message: `the text 'abc'`, `a list`. */
export function describe(value: unknown): string {
  if (value === undefined || value === null) return 'nothing';
  if (typeof value === 'string') return value.length <= 40 ? `the text ${JSON.stringify(value)}` : 'a text';
  if (typeof value === 'number' || typeof value === 'bigint') return `the number ${value}`;
  if (typeof value === 'boolean') return String(value);
  if (typeof value === 'function') return 'a function';
  if (Array.isArray(value)) return 'a list';
  return 'a table';
}

/** `data.ports[2] must be an integer`; `root` names the place where the value stands. */
export function problemText(problem: Problem, root: string): string {
  let place = root;
  for (const step of problem.path) {
    if (typeof step === 'number') place += `[${step + 1}]`;
    else place += place === '' ? step : `.${step}`;
  }
  return place === '' ? problem.message : `${place} ${problem.message}`;
}
