/** How tests went, as plain data. */
import type { EntryId } from '#plugin';

/** A line of source: of a file, or of an entry whose text stands in no file. */
export interface SourceLine {
  /** The file, or the entry's id. */
  readonly path: string;
  readonly line: number;
}

export interface TestFailure {
  /** `assertion`: an expectation did not hold; `timeout`: nothing came for too long; `ended`: the process was ended. */
  readonly reason: 'assertion' | 'error' | 'timeout' | 'ended';
  /** Without the place. */
  readonly message: string;
  readonly expected?: string | undefined;
  readonly actual?: string | undefined;
  readonly place?: SourceLine | undefined;
  /** Innermost first. */
  readonly trace: readonly string[];
}

export interface TestCase {
  /** The blocks around it, outermost first. */
  readonly path: readonly string[];
  readonly name: string;
  readonly status: 'passed' | 'failed' | 'skipped';
  /** Milliseconds. */
  readonly duration: number;
  readonly failure?: TestFailure | undefined;
}

/** What one test entry gave. */
export interface TestResult {
  readonly entry: EntryId;
  /** What groups it with others; '' when its entry does not say. */
  readonly suite: string;
  readonly name: string;
  /** One of its own name when it is a plain function. */
  readonly cases: readonly TestCase[];
  readonly duration: number;
  /** What went wrong outside of all cases. */
  readonly failure?: TestFailure | undefined;
}

export interface TestReport {
  readonly results: readonly TestResult[];
  readonly passed: number;
  /** Cases, and entries that failed outside of them. */
  readonly failed: number;
  readonly skipped: number;
  readonly duration: number;
  /** They were ended before all of them had run. */
  readonly isInterrupted: boolean;
}

export function isPassed({ failed, isInterrupted }: TestReport): boolean {
  return failed === 0 && !isInterrupted;
}

/** Adds up results. */
export function reportOf(
  results: readonly TestResult[],
  duration: number,
  isInterrupted: boolean,
): TestReport {
  const count = (status: TestCase['status']) =>
    results.reduce((sum, { cases }) => sum + cases.filter((each) => each.status === status).length, 0);
  const outside = results.filter(({ failure }) => failure !== undefined).length;
  return {
    results,
    passed: count('passed'),
    failed: count('failed') + outside,
    skipped: count('skipped'),
    duration,
    isInterrupted,
  };
}
