export { type Act, AUDIT_LINES, type AuditLine, AuditRing } from './audit.ts';
export { type ChangeFile, type ChangeScope, readChangeFile, type WrittenOp } from './change-file.ts';
export type { ChangeRate } from './change-rate.ts';
export {
  after,
  applyOps,
  before,
  type ChangeSet,
  difference,
  type Entries,
  idOf,
  inverse,
  type Op,
  sameEntry,
  squash,
} from './change-set.ts';
export { type Settings, settingsSchema } from './configuration-schema.ts';
export { type DecodedEntry, decodeEntry } from './decode-entry.ts';
export { EarlierReadings } from './earlier-readings.ts';
export {
  isEntryId,
  namespaceOf,
  type ProposedEntry,
  parseEntryId,
  qualify,
  type StoredEntry,
} from './entry.ts';
export { EntryGraph } from './entry-graph.ts';
export { changedSecrets, hideEntrySecrets, keepEntrySecrets } from './entry-secrets.ts';
export { exportChanges } from './export/export-live-changes.ts';
export type { Exported, ExportRequest } from './export/export-request.ts';
export { diskFiles, type FileTree, type FolderItem, memoryFiles } from './file-tree.ts';
export { type Filter, Finder, type FinderOptions, type Found } from './find.ts';
export { Gate, type GateOptions, type Watched } from './gate.ts';
export {
  type ChangeGuard,
  type Guarded,
  type GuardOptions,
  type GuardRequest,
  guardOptions,
} from './guard-request.ts';
export type { Guarding } from './guarding.ts';
export { isInUse } from './history/in-use.ts';
export { isLasting, openBorrowed, openHistory } from './history/open-history.ts';
export {
  type Agreements,
  type Head,
  type History,
  LatestVersion,
  MemoryHistory,
  type Step,
} from './history.ts';
export { type EntryFileSchema, entryFileSchema } from './json-schema.ts';
export { type EntryKind, type EntryReading, KindTable } from './kind-table.ts';
export type { EntryProblem } from './link.ts';
export { type Application, type LoadOptions, loadApplication } from './load.ts';
export type { LockFile } from './lock-file.ts';
export { namePattern } from './name-pattern.ts';
export { circles, type Dependencies, type Dependency, orderLevels } from './order.ts';
export { describeOrigin, type Origin, placeOf } from './origin.ts';
export { type FileState, Overlay } from './overlay.ts';
export type { Variables } from './placeholders.ts';
export {
  error,
  excerptOf,
  formatPlace,
  formatProblem,
  formatReport,
  hasErrors,
  type Place,
  type Problem,
  warning,
} from './problem.ts';
export { type ProposedOp, proposedId } from './proposal.ts';
export type { ProtectionRule } from './protection.ts';
export { describeConflict, type EntryConflict, type OnConflict } from './reconcile.ts';
export { Registry } from './registry.ts';
export type { RegistryEvent, RegistryListener } from './registry-event.ts';
export type { RegistryAccess } from './registry-handles.ts';
export { isPassive, registryKinds } from './registry-kinds.ts';
export { registryModule } from './registry-module.ts';
export type {
  ApplyOptions,
  Followed,
  FollowOptions,
  RegistryOptions,
  StartOptions,
} from './registry-options.ts';
export { type Match, searchEntry } from './search.ts';
export { SourceText } from './source-text.ts';
export { type FileChanges, TrackedFiles } from './tracked-files.ts';
export { type Participant, prepareAll, type Transaction } from './transaction.ts';
export { validateEntries } from './validate.ts';
export type {
  Bars,
  BrokenBar,
  GuardCheck,
  HealthComparison,
  HealthFigures,
  TakenBack,
  Verdict,
  Watch,
} from './verdict.ts';
export { verdictData } from './verdict-data.ts';
export { type Version, versionText } from './version.ts';
export { changesBetween } from './version-path.ts';
export { View } from './view.ts';
