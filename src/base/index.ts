export { byteString, bytesOf, decodeUtf8, encodeUtf8, isAscii, isByteString } from './bytes.ts';
export { months, shortMonths, shortWeekdays, weekdays } from './calendar-names.ts';
export { type Chance, type ChanceState, SeededChance, systemChance } from './chance.ts';
export { type Clock, monotonicMillis, SystemClock, type Timer } from './clock.ts';
export { codeOf, scriptWith, tierSooner } from './code-tiers.ts';
export { type Data, isRecord } from './data.ts';
export { type Deadline, Deadlines } from './deadlines.ts';
export { durationMillis, durationNanos, formatMillis, formatNanos } from './duration.ts';
export { rawJSON, readExactJson } from './exact-json.ts';
export {
  Failure,
  type FailureKind,
  type FailureOptions,
  failure,
  failureFromData,
  failureKinds,
  failureToData,
  isFailure,
  toFailure,
} from './failure.ts';
export { Few } from './few.ts';
export { KeyedFolder } from './keyed-folder.ts';
export {
  createLog,
  type Log,
  type LogFields,
  type LogLevel,
  type LogOptions,
  logLevels,
  silentLog,
} from './log.ts';
export { isOwnFolder, readOwnFile, writeOwnFile } from './own-files.ts';
export { sizeBytes } from './size.ts';
export { leadsToState, stateFolder, stateGuard, statePath } from './state-folder.ts';
export { hasStore, storeFile, storeFromBefore } from './store-place.ts';
export { closest, suggestion } from './suggest.ts';
export { beginThread } from './thread.ts';
