/** The engine: source text to running code, values, tasks, and the libraries that need no process. */
export { describe, position } from './blame.ts';
export type { CodeCache, CompiledForm, FunctionFacts } from './compiled-form.ts';
export { holdsConstants } from './constant-unit.ts';
export { EnvironmentShape } from './environment.ts';
export { fieldsOf } from './field-access.ts';
export { type FramesView, type FrameView, type NamedValue, siteText, viewFrames } from './inspect/frames.ts';
export { type OpenValue, printable, quoted, type RenderingOptions, render } from './inspect/rendering.ts';
export { addressOf, type Numbering, numbering } from './library/address.ts';
export { basic, callTostring, rawText } from './library/base.ts';
export { coroutineLibrary } from './library/coroutine.ts';
export { library } from './library/library.ts';
export { exportsOf } from './lint/exports.ts';
export { type LintOptions, lint, lintRules, type PlacedFinding } from './lint/lint.ts';
export type { Members, Reach, Severity } from './lint/rule.ts';
export {
  type Blame,
  blame,
  Cell,
  type Code,
  Coroutine,
  ERROR,
  Fn,
  Frame,
  fail,
  first,
  type HandleType,
  type HostFrames,
  host,
  hostClosure,
  type LibraryLimits,
  LuaError,
  libraryLimits,
  MULTI,
  type Proto,
  push,
  R,
  raise,
  results,
  ret0,
  ret2,
  ret3,
  retN,
  S,
  SLICE,
  setResults,
  Userdata,
  type Value,
  WAIT,
  wait,
  YIELD,
} from './machine.ts';
export { MovedCode } from './move/moved-code.ts';
export {
  type Changes,
  call,
  callOne,
  changes,
  index,
  metamethod,
  metatableOf,
  plainText,
  rawSet,
  setIndex,
  setStringLibrary,
  touch,
  typeName,
} from './operations.ts';
export { syntaxErrorOf } from './parsed.ts';
export { parse } from './parser.ts';
export { spendPart } from './preemption.ts';
export { type Chunk, runChunk } from './run-chunk.ts';
export { type Open, SizeWalk } from './size.ts';
export { Catalog, type Codebase } from './snapshot/catalog.ts';
export { Heap } from './snapshot/heap.ts';
export { Image, imageOf } from './snapshot/image.ts';
export { pathTo } from './snapshot/path.ts';
export { type Restored, restore, restoreValues } from './snapshot/restore.ts';
export { save } from './snapshot/save.ts';
export { SnapshotError, UnsavableError } from './snapshot/snapshot-error.ts';
export { defineShared, defineState, parts, type SharedForm, type StateForm } from './snapshot/state-form.ts';
export { emptyTask, refillTask, taskOf, taskParts } from './snapshot/task-parts.ts';
export { standardGlobals } from './standard.ts';
export { LuaSyntaxError } from './syntax-error.ts';
export {
  EMPTY_PROTOTYPE,
  Fields,
  FROZEN,
  fieldName,
  LuaTable,
  NO_FIELDS,
  nextValue,
  propertiesOf,
  property,
  recordOf,
  tableOf,
} from './table.ts';
export { callWith, DONE, FAILED, type Outcome, run, runWithError, SLICED, Task, WAITING } from './task.ts';
export { Traversal } from './traversal.ts';
export { setTypeErrors } from './types/problem.ts';
export { typeHandle } from './types/type-value.ts';
export { type CompileOptions, LuaProto, placeOfStackLine, Unit } from './unit.ts';
