/**
 * From source to the form that can be kept, in parts: a generator rests after each, so that whoever compiles large sources
 * may do other things in between.
 */
import type { CodeCache, CompiledForm, FunctionFacts } from './compiled-form.ts';
import { isConstantChunk } from './constant-unit.ts';
import { type EmitOptions, emittingUnit } from './emit/unit-text.ts';
import { takeTree } from './parsed.ts';
import { type FunctionScope, type Resolution, resolve } from './resolve.ts';

/** Work in parts, and what it comes to. */
export type InParts<T> = Generator<undefined, T, undefined>;

/** All parts at once. */
export function allOf<T>(work: InParts<T>): T {
  for (;;) {
    const { done, value } = work.next();
    if (done === true) return value;
  }
}

export interface Compilation {
  readonly form: CompiledForm;
  /** The tree; undefined when the form was kept. */
  readonly resolution: Resolution | undefined;
}

export function* compilation(
  source: string,
  name: string,
  options: EmitOptions,
  cache: CodeCache | undefined,
): InParts<Compilation> {
  const found = cache?.find(source);
  if (found !== undefined) return { form: found, resolution: undefined };
  const tree = takeTree(source, name);
  yield;
  const resolution = resolve(tree);
  yield;
  const { text, heads, pieces } = yield* emittingUnit(resolution, options);
  const functions = resolution.functions.map((scope, index) =>
    index === 0
      ? { ...factsOf(scope, heads[index] ?? [], pieces), isConstant: isConstantChunk(resolution) }
      : factsOf(scope, heads[index] ?? [], []),
  );
  return { form: { text, functions }, resolution };
}

export function factsOf(
  { body: { name, parameters, vararg, line } }: FunctionScope,
  heads: readonly number[],
  pieces: readonly number[],
): FunctionFacts {
  return { name, parameters: parameters.length, vararg, line, heads, pieces };
}
