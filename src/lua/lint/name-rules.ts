/** What code names and cannot reach: modules, globals, fields of modules, entries. Always looked at. */
import { decodeUtf8, suggestion } from '#base';
import type { NodeBase } from '../ast.ts';
import type { Members, Reach, Rule, Severity } from './rule.ts';
import type { MemberUse, Survey, Use } from './survey.ts';

type Found = { readonly message: string; readonly at: NodeBase; readonly severity?: Severity };

/** Looking for what was meant takes longer than everything else: in a source full of mistakes it is done for the first ones only. */
const MOST_HINTS = 50;

/** What is used in a way that fails is wrong; what is only read, or may fail, can be meant. */
function severityOf(use: Use, isGuarded: boolean): Severity {
  return use === 'read' || isGuarded ? 'warning' : 'error';
}

function* undeclaredRequires({ requires }: Survey, reach: Reach): Iterable<Found> {
  for (const { name } of requires) {
    if (reach.modules.has(name.value)) continue;
    const shown = decodeUtf8(name.value);
    const hint = reach.isModule(name.value) ? '' : suggestion(name.value, reach.modules.keys());
    yield {
      message: `require("${shown}") is not declared in _index.yaml imports or modules${hint}`,
      at: name,
    };
  }
}

function* unknownNames({ globals, declarations }: Survey, reach: Reach): Iterable<Found> {
  const assigned = new Set(globals.filter(({ use }) => use === 'written').map(({ node }) => node.name));
  // Whoever takes the table of globals in hand may set any of them.
  if (globals.some(({ node }) => node.name === '_G' || node.name === '_ENV')) return;
  // Who asks whether something is there expects that it is not.
  const asked = new Set(globals.filter(({ use }) => use === 'read').map(({ node }) => node.name));
  const known = [...reach.globals.keys(), ...assigned, ...declarations.map(({ name }) => name)];
  let told = 0;
  for (const { node, use, isGuarded } of globals) {
    const { name } = node;
    if (use === 'written' || reach.globals.has(name) || assigned.has(name)) continue;
    const hint = reach.isModule(name)
      ? "; it is a module: declare it in the entry's modules"
      : told++ < MOST_HINTS
        ? suggestion(
            name,
            known.filter((each) => each !== name),
          )
        : '';
    yield {
      message: `there is no variable '${name}'${hint}`,
      at: node,
      severity: severityOf(use, isGuarded || asked.has(name)),
    };
  }
}

/** What a member is of, when that is known: a module, or a library that nobody here writes to. */
function baseOf(
  { base, declaration }: MemberUse,
  reach: Reach,
  assigned: ReadonlySet<string>,
): { readonly name: string; readonly fields: Members; readonly isLibrary: boolean } | undefined {
  const name = declaration === undefined ? base.name : declaration.required;
  if (name === undefined || (declaration === undefined ? assigned.has(name) : declaration.writes > 0)) {
    return undefined;
  }
  const fields = declaration === undefined ? reach.globals.get(name) : reach.modules.get(name);
  return fields && { name, fields, isLibrary: reach.libraries?.has(name) === true };
}

function* unknownFields({ members, globals }: Survey, reach: Reach): Iterable<Found> {
  const assigned = new Set(globals.filter(({ use }) => use === 'written').map(({ node }) => node.name));
  let told = 0;
  const bases = members.map((member) => ({ member, of: baseOf(member, reach, assigned) }));
  // Whoever writes to a library may give it any field.
  const written = new Set(
    bases.flatMap(({ member, of }) => (of?.isLibrary === true && member.use === 'written' ? [of.name] : [])),
  );
  for (const { member, of } of bases) {
    if (of === undefined || written.has(of.name)) continue;
    const found = wrongMember(member, of.fields, told < MOST_HINTS);
    if (found === undefined) continue;
    told++;
    yield found;
  }
}

/** Follows the path as far as fields are known. */
function wrongMember(
  { base, path, at, use, isGuarded }: MemberUse,
  known: Members,
  hasHints: boolean,
): Found | undefined {
  let fields: Members | undefined = known;
  let name = base.name;
  for (const [depth, key] of path.entries()) {
    if (fields === undefined) return undefined;
    const place = at[depth] ?? base;
    const isLast = depth === path.length - 1;
    if (isLast && use === 'written') {
      return { message: `'${name}' is a module, and its fields cannot be assigned`, at: place };
    }
    if (!fields.has(key)) {
      const hint = hasHints ? suggestion(key, fields.keys()) : '';
      const message = `'${name}' has no field '${decodeUtf8(key)}'${hint}`;
      return { message, at: place, severity: severityOf(isLast ? use : 'indexed', isGuarded) };
    }
    fields = fields.get(key);
    name = `${name}.${key}`;
  }
  return undefined;
}

function* unknownEntries({ members }: Survey, reach: Reach): Iterable<Found> {
  if (reach.wrongEntry === undefined) return;
  let told = 0;
  for (const { base, declaration, path, argument, use } of members) {
    const module = declaration === undefined ? base.name : declaration.required;
    const [name, ...further] = path;
    if (use !== 'called' || module === undefined || name === undefined || argument === undefined) continue;
    if (further.length > 0) continue;
    const message = reach.wrongEntry(module, name, decodeUtf8(argument.value));
    if (message === undefined) continue;
    yield { message, at: argument };
    if (++told === MOST_HINTS) return;
  }
}

export const nameRules: readonly Rule[] = [
  {
    code: 'undeclared_require',
    name: 'undeclared-require',
    severity: 'error',
    isStyle: false,
    check: undeclaredRequires,
  },
  { code: 'unknown_name', name: 'unknown-name', severity: 'error', isStyle: false, check: unknownNames },
  { code: 'unknown_field', name: 'unknown-field', severity: 'error', isStyle: false, check: unknownFields },
  {
    code: 'unknown_entry',
    name: 'unknown-entry',
    severity: 'warning',
    isStyle: false,
    check: unknownEntries,
  },
];
