/** Who is told of the cases of a test while it runs: attached to the call of the test's function. */
import { defineCarried } from '#plugin';

export interface CaseFailure {
  readonly message: string;
  /** Lines of a traceback, innermost first; '' when there is none. */
  readonly trace: string;
  /** What an assertion wanted and got, as text for people. */
  readonly expected?: string | undefined;
  readonly actual?: string | undefined;
}

/** Cases come one after the other: each that started is followed by how it ended. */
export interface TestListener {
  /** How many cases there are, those that are skipped included; told before the first of them. */
  planned(count: number): void;
  /** `path`: the blocks around the case, outermost first. */
  started(path: readonly string[], name: string): void;
  passed(): void;
  failed(why: CaseFailure): void;
  skipped(path: readonly string[], name: string): void;
}

export const testListener = defineCarried<TestListener>('test listener');
