/** The pages of modules: from the definitions of features, with the text for users that stands in their folders. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { features } from '#features';
import type { AnyFunction, AnyHandle, Arg, Feature, Module, Returns } from '#plugin';
import { registryDefinition } from './kernel-definitions.ts';
import { blocks, code, table } from './markdown.ts';
import { preludeFunctions } from './prelude-functions.ts';
import { guestType } from './value-text.ts';

export interface FunctionLine {
  /** `json.encode(value: any)` */
  readonly call: string;
  readonly returns: string;
  readonly summary: string;
}

export interface HandleLines {
  readonly name: string;
  readonly summary: string;
  readonly methods: readonly FunctionLine[];
}

export interface ModulePage {
  readonly name: string;
  readonly summary: string;
  /** All code has it. */
  readonly isAmbient: boolean;
  /** For users, written by hand. */
  readonly text?: string | undefined;
  readonly functions: readonly FunctionLine[];
  readonly constants: readonly string[];
  readonly handles: readonly HandleLines[];
}

export function modulePage({
  name,
  summary,
  isAmbient,
  text,
  functions,
  constants,
  handles,
}: ModulePage): string {
  const access = isAmbient
    ? 'All code has it without declaring it.'
    : `An entry declares it with ${code(`modules: [${name}]`)}. A function that fails gives \`nil\` and an
[error](errors.md), unless it says otherwise.`;
  return blocks(
    `# ${name}`,
    text ?? summary,
    access,
    functions.length === 0 ? undefined : `## Functions\n\n${functionTable(functions)}`,
    constants.length === 0 ? undefined : `## Constants\n\n${constants.map(code).join(', ')}`,
    ...handles.map(
      (handle) => `## ${code(handle.name)}\n\n${handle.summary}\n\n${functionTable(handle.methods)}`,
    ),
  );
}

function functionTable(lines: readonly FunctionLine[]): string {
  return table(
    ['function', 'gives', 'what it does'],
    lines.map(({ call, returns, summary }) => [code(call), returns === '' ? '' : code(returns), summary]),
  );
}

/** What features bring, and the one module of the kernel that is defined like theirs. */
export function featureModules(): ModulePage[] {
  const own = features.flatMap((feature) =>
    (feature.modules ?? []).map((module) => pageOf(module, textOf(feature))),
  );
  return [...own, pageOf(registryDefinition(), undefined)];
}

function pageOf(module: Module, text: string | undefined): ModulePage {
  return {
    name: module.name,
    summary: module.summary,
    isAmbient: module.isAmbient === true,
    text,
    functions: [...functionsOf(module, module.name), ...(preludeFunctions[module.name] ?? [])],
    constants: constantsOf(module, module.name),
    handles: handlesOf(module).flatMap(handleLines),
  };
}

function functionsOf(module: Module, path: string): FunctionLine[] {
  const prelude = new Set((preludeFunctions[path] ?? []).map(({ call }) => call.replace(/\(.*/, '')));
  const own = Object.entries(module.functions)
    .map(([name, fn]) => lineOf(`${path}.${name}`, fn))
    .filter(({ call }) => !prelude.has(call.replace(/\(.*/, '')));
  return [...own, ...(module.modules ?? []).flatMap((inner) => functionsOf(inner, `${path}.${inner.name}`))];
}

function constantsOf(module: Module, path: string): string[] {
  const own = [...Object.keys(module.constants ?? {}), ...Object.keys(module.values ?? {})];
  const inner = (module.modules ?? []).flatMap((each) => constantsOf(each, `${path}.${each.name}`));
  return [...own.map((name) => `${path}.${name}`), ...inner];
}

function handlesOf({ handles = [], modules = [] }: Module): AnyHandle[] {
  return [...handles, ...modules.flatMap(handlesOf)];
}

/** A handle without methods is passed on and never looked into. */
function handleLines({ name, summary, methods }: AnyHandle): HandleLines[] {
  const lines = Object.entries(methods).map(([method, fn]) => lineOf(`:${method}`, fn));
  return lines.length === 0 ? [] : [{ name, summary, methods: lines }];
}

function lineOf(name: string, fn: AnyFunction): FunctionLine {
  return {
    call: `${name}(${fn.args.map(argText).join(', ')})`,
    returns: resultText(fn),
    summary: fn.summary,
  };
}

function argText({ name, schema, isRest }: Arg): string {
  const type = guestType(schema.toJsonSchema());
  if (isRest) return `...: ${type}`;
  const isAny = type === 'any';
  return `${name}${schema.isOptional && !isAny ? '?' : ''}: ${type}`;
}

/** `nil, err` is what all do that say nothing else, so it is not repeated. */
function resultText({ returns, fails = 'nil, err' }: AnyFunction): string {
  if (fails === 'err') return 'error?';
  return [...resultsOf(returns), ...(fails === 'false, err' ? ['error?'] : [])].join(', ');
}

function resultsOf(returns: Returns): string[] {
  const schemas = Array.isArray(returns) ? returns : [returns];
  return schemas.map((schema) => guestType(schema.toJsonSchema(), schema.isOptional));
}

/** The page for users in the folder of a feature, without its title. */
function textOf({ name }: Feature): string | undefined {
  const path = join(import.meta.dirname, '..', '..', 'src', 'features', name, 'README.md');
  if (!existsSync(path)) return undefined;
  return readFileSync(path, 'utf8')
    .replace(/^# .*\n/, '')
    .trim();
}
