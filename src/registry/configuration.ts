/**
 * `.wippy.yaml`: several files, profiles and `--set` laid over each other, then variables, then the
 * schema. What comes out is complete: every documented setting has its value.
 *
 *   G1  Later layers replace equal leaves and keep the rest; a list is a leaf.
 *   G2  `${env:NAME}` is a variable of the operating system, read where it stands; `${name}` a value of
 *       `vars`, put in when all layers are merged, also into other `vars`.
 *   G3  Profiles are layers of the same form; they and `vars` are not part of the result.
 */
import { type Data, suggestion } from '#base';
import { problemText, Reading } from '#plugin';
import { type Settings, settingsSchema } from './configuration-schema.ts';
import { interpolate, interpolateVariables, readEnvironment } from './configuration-text.ts';
import { type Override, parseAssignment } from './override.ts';
import { placed } from './placed.ts';
import type { YamlDocument } from './plain-yaml.ts';
import type { Path } from './positions.ts';
import { error, type Place, type Problem } from './problem.ts';
import { isTable, setAt, splitPath, type Table } from './value-path.ts';

export interface ConfigurationSources {
  /** The files in the order in which they lie over each other. */
  readonly documents: readonly YamlDocument[];
  /** Names of profiles, in order. */
  readonly profiles?: readonly string[];
  /** `section.path=value`. */
  readonly set?: readonly string[];
  /** `namespace:entry:path=value`. */
  readonly override?: readonly string[];
  readonly environment: Readonly<Record<string, string | undefined>>;
}

export interface Configuration {
  readonly settings: Settings;
  /** Those of the files and profiles, then those of the command line. */
  readonly overrides: readonly Override[];
  readonly problems: readonly Problem[];
}

export function readConfiguration(sources: ConfigurationSources): Configuration {
  return new ConfigurationReader(sources).read();
}

class ConfigurationReader {
  readonly #sources: ConfigurationSources;
  readonly #problems: Problem[] = [];

  constructor(sources: ConfigurationSources) {
    this.#sources = sources;
  }

  read(): Configuration {
    let merged: Table = {};
    for (const document of this.#sources.documents) merged = merge(merged, this.#file(document));
    merged = this.#applyProfiles(merged);
    for (const assignment of this.#sources.set ?? []) merged = this.#set(merged, assignment);
    const { vars, profiles: _profiles, ...layers } = merged;
    const sections = this.#putVariables(layers, vars);
    const reading = new Reading();
    const settings = settingsSchema.read(sections, reading);
    for (const problem of reading.problems) this.#problems.push(this.#placed(problem));
    return {
      settings: reading.failed ? settingsSchema.read({}, new Reading()) : settings,
      overrides: [...this.#fileOverrides(sections.override), ...this.#commandOverrides()],
      problems: this.#problems,
    };
  }

  /** One file's value, with the variables of the operating system put in. */
  #file(document: YamlDocument): Table {
    const value = document.value as Data; // what YAML and JSON give is data
    if (value === null) return {};
    const { path } = document.positions.source;
    if (!isTable(value)) {
      this.#problems.push(error('a configuration must be a table of sections', { path, line: 1, column: 1 }));
      return {};
    }
    const result = readEnvironment(value, this.#sources.environment);
    for (const { path: at, message } of result.problems) {
      this.#problems.push(error(message, { path, ...document.positions.value(at) }));
    }
    return result.value as Table; // a table stays a table
  }

  #applyProfiles(merged: Table): Table {
    const known = isTable(merged.profiles) ? merged.profiles : {};
    let result = merged;
    for (const name of this.#sources.profiles ?? []) {
      const profile = Object.hasOwn(known, name) ? known[name] : undefined;
      if (isTable(profile)) result = applyProfile(result, profile);
      else if (profile !== null) this.#unknownProfile(name, Object.keys(known));
    }
    return result;
  }

  #unknownProfile(name: string, known: readonly string[]): void {
    const similar = suggestion(name, known);
    const hint = similar === '' && known.length > 0 ? `; there are ${known.join(', ')}` : similar;
    this.#problems.push(error(`there is no profile '${name}'${hint}`));
  }

  #set(merged: Table, assignment: string): Table {
    const parsed = parseAssignment(assignment);
    if (parsed === undefined) {
      this.#problems.push(error(`--set ${assignment}: must be of the form section.path=value`));
      return merged;
    }
    const changed = setAt(merged, splitPath(merged, parsed.target), parsed.value);
    if (changed !== undefined && isTable(changed)) return changed;
    this.#problems.push(error(`--set ${assignment}: leads through something that is not a table`));
    return merged;
  }

  #putVariables(sections: Table, vars: Data): Table {
    const variables = interpolateVariables(vars !== undefined && isTable(vars) ? vars : {});
    const { value, problems } = interpolate(sections, variables.value as Table); // a table stays a table
    for (const { path, message } of [...variables.problems, ...problems])
      this.#problems.push(error(message, this.#place(path)));
    return value as Table; // a table stays a table
  }

  #fileOverrides(override: Data): Override[] {
    if (override === undefined || !isTable(override)) return [];
    return Object.entries(override).map(([target, value]) => {
      const place = this.#place(['override', target]);
      return { target, value, ...(place && { place }) };
    });
  }

  #commandOverrides(): Override[] {
    return (this.#sources.override ?? []).flatMap((text) => {
      const parsed = parseAssignment(text);
      if (parsed !== undefined) return [parsed];
      this.#problems.push(error(`-o ${text}: must be of the form namespace:entry:path=value`));
      return [];
    });
  }

  /** The last layer that has the value is the one that gave it. */
  #layerOf(path: Path): { readonly document: YamlDocument; readonly base: Path } | undefined {
    const documents = [...this.#sources.documents].reverse();
    for (const profile of [...(this.#sources.profiles ?? [])].reverse()) {
      const base = ['profiles', profile];
      const document = documents.find(({ positions }) => positions.has([...base, ...path]));
      if (document !== undefined) return { document, base };
    }
    const document = documents.find(({ positions }) => positions.has(path));
    return document && { document, base: [] };
  }

  #placed(problem: Parameters<typeof placed>[0]): Problem {
    const layer = this.#layerOf(problem.path);
    if (layer !== undefined) return placed(problem, layer.document.positions, '', layer.base);
    // It came from the command line.
    return { severity: problem.severity, message: problemText(problem, '') };
  }

  #place(path: Path): Place | undefined {
    const layer = this.#layerOf(path);
    if (layer === undefined) return undefined;
    const { positions } = layer.document;
    return { path: positions.source.path, ...positions.value([...layer.base, ...path]) };
  }
}

/** G1. */
export function merge(below: Table, above: Table): Table {
  const result: Record<string, Data> = { ...below };
  for (const [key, value] of Object.entries(above)) {
    const under = result[key];
    result[key] = under !== undefined && isTable(under) && isTable(value) ? merge(under, value) : value;
  }
  return result;
}

/** A profile lies over the rest like a file, but `disable` can also add to the lists below or take from them. */
function applyProfile(below: Table, profile: Table): Table {
  const disable = profile.disable;
  if (disable === undefined || !isTable(disable)) return merge(below, profile);
  const under = isTable(below.disable) ? below.disable : {};
  const lists = Object.entries(disable).map(
    ([key, change]) => [key, changeList(under[key], change)] as const,
  );
  return merge(below, { ...profile, disable: Object.fromEntries(lists) });
}

function changeList(below: Data, change: Data): Data {
  if (!isTable(change)) return change;
  const base = asList(below);
  const removed = new Set(asList(change.remove));
  return [...base.filter((item) => !removed.has(item)), ...asList(change.add)];
}

function asList(value: Data): readonly Data[] {
  return Array.isArray(value) ? (value as readonly Data[]) : [];
}
