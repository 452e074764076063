/** An application as its files say: read, linked and checked, with everything that is wrong with it. Nothing runs. */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { failure } from '#base';
import { features } from '#features';
import { type AnyKind, type Feature, undeclaredIn } from '#plugin';
import {
  type Application,
  diskFiles,
  EarlierReadings,
  type FileTree,
  formatReport,
  hasErrors,
  KindTable,
  loadApplication,
  type Problem,
  registryKinds,
  type Settings,
} from '#registry';
import { lifecycleSchema } from '#supervisor';
import { CodeCheck, isCodeKind } from './code-check.ts';
import { CodeFiles } from './code-files.ts';
import { compilerVersion } from './compiler-version.ts';
import { moduleNames } from './module-names.ts';
import { commandProblems } from './named-commands.ts';

export interface ProjectOptions {
  /** The working directory: relative paths begin here. */
  readonly directory: string;
  /** Beside whose lock file the state folder is (state-folder.ts); the working directory when it is left out. */
  readonly stateDirectory?: string | undefined;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** The files of the directory, unless others are given. */
  readonly files?: FileTree;
  readonly configurations?: readonly string[] | undefined;
  readonly lockFile?: string | undefined;
  readonly profiles?: readonly string[] | undefined;
  readonly set?: readonly string[] | undefined;
  readonly override?: readonly string[] | undefined;
  /** Kinds besides those of the features. */
  readonly kinds?: readonly AnyKind[];
  /** Whose modules code may use besides those of the house. */
  readonly features?: readonly Feature[];
  /** Where compiled code is kept between starts; nowhere when left out. */
  readonly codeFolder?: string | undefined;
}

export interface Project {
  /** What it was read with. */
  readonly options: ProjectOptions;
  readonly application: Application;
  readonly directory: string;
  /** Beside whose lock file what runs keeps its state. */
  readonly stateDirectory: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly settings: Settings;
  readonly kinds: readonly AnyKind[];
  readonly kindTable: KindTable;
  readonly check: CodeCheck;
  /** What was compiled by earlier starts. */
  readonly code: CodeFiles | undefined;
  readonly problems: readonly Problem[];
  /** Code is compiled so that dumps have all locals. */
  readonly keepsLocals: boolean;
  /** One of the problems keeps the application from starting. */
  readonly isBroken: boolean;
  /** The folder of its sources is there. */
  readonly hasSources: boolean;
  /** The problems for people, or those that are given, with the lines in which they stand. */
  report(problems?: readonly Problem[]): string;
  /** The text of a file that was read, or undefined when it cannot be had. */
  textOf(path: string): string | undefined;
}

export function loadProject(options: ProjectOptions): Promise<Project> {
  return new ProjectReader(options).read();
}

/** Reads a project, and reads it again when its files have changed: of what did not change nothing is done again. */
export class ProjectReader {
  readonly #options: ProjectOptions;
  readonly #kinds: readonly AnyKind[];
  readonly #features: readonly Feature[];
  readonly #kindTable: KindTable;
  readonly #files: FileTree;
  readonly #earlier: EarlierReadings;
  #checked: { readonly check: CodeCheck; readonly code: CodeFiles | undefined } | undefined;

  constructor(options: ProjectOptions) {
    this.#options = options;
    this.#kinds = [...features.flatMap((feature) => feature.kinds ?? []), ...(options.kinds ?? [])];
    refuseUndeclared(this.#kinds);
    this.#features = [...features, ...(options.features ?? [])];
    this.#kindTable = new KindTable([...registryKinds, ...this.#kinds], lifecycleSchema);
    this.#files = options.files ?? diskFiles(options.directory);
    this.#earlier = new EarlierReadings(this.#kindTable);
  }

  async read(): Promise<Project> {
    const { directory, stateDirectory = directory, environment } = this.#options;
    const [files, kinds, kindTable] = [this.#files, this.#kinds, this.#kindTable];
    const application = await this.#application();
    const isCode = (kind: string) => isCodeKind(kindTable.get(kind));
    this.#checked ??= this.#checkOf(application);
    const { check, code } = this.#checked;
    const problems = [
      ...application.problems,
      ...commandProblems(application),
      ...check.application(application, isCode),
    ];
    return {
      options: this.#options,
      stateDirectory,
      ...{ application, directory, environment, kinds, kindTable, check, code, problems },
      settings: application.settings,
      keepsLocals: keepsLocals(application),
      isBroken: hasErrors(problems),
      hasSources: files.list(application.lock.directories.src) !== undefined,
      report: (told = problems) => formatReport(told, (path) => textOf(path, files, directory)),
      textOf: (path) => textOf(path, files, directory),
    };
  }

  #application(): Promise<Application> {
    const { environment, configurations, lockFile, profiles, set, override } = this.#options;
    return loadApplication({
      files: this.#files,
      kinds: this.#kindTable,
      environment,
      earlier: this.#earlier,
      provided: features.flatMap(({ entries = [] }) => entries),
      ...(configurations !== undefined && configurations.length > 0 && { configurations }),
      ...(lockFile !== undefined && { lockFile }),
      ...(profiles !== undefined && { profiles }),
      ...(set !== undefined && { set }),
      ...(override !== undefined && { override }),
    });
  }

  #checkOf(application: Application) {
    const names = moduleNames(this.#features);
    const code = codeFiles(this.#options.codeFolder, application);
    return { check: new CodeCheck({ has: (name) => names.has(name), names: () => names }, code), code };
  }
}

/** Types ask for it; a kind that was written without them may lack it. */
function refuseUndeclared(kinds: readonly AnyKind[]): void {
  for (const kind of kinds) {
    const missing = undeclaredIn(kind);
    if (missing.length === 0) continue;
    throw failure(
      'Internal',
      `the kind ${kind.kind} does not say how its values take ${missing.join(' and ')}`,
    );
  }
}

function keepsLocals({ settings: { dumps } }: Application): boolean {
  return dumps.enabled && dumps.full;
}

function codeFiles(folder: string | undefined, application: Application): CodeFiles | undefined {
  return folder === undefined
    ? undefined
    : new CodeFiles(folder, {
        compiler: `${compilerVersion()}${keepsLocals(application) ? ' for dumps' : ''}`,
      });
}

function textOf(path: string, files: FileTree, directory: string): string | undefined {
  try {
    const bytes = files.read(path) ?? readFileSync(resolve(directory, path));
    return Buffer.from(bytes).toString('utf8');
  } catch {
    return undefined;
  }
}
