/**
 * What of one program becomes what of another one, for a process that goes on with other code.
 *
 *   Mv1  Code takes the place of code of the same entry, under the same alias.
 *   Mv2  The modules that an entry declares are in what its code made already, so they must be the same; imports may be
 *        added where there were some.
 */
import { failure } from '#base';
import type { ProgramMove } from '#durable';
import { MovedCode } from '#lua';
import type { LuaProgram } from './program.ts';

/** Throws a failure when the one cannot become the other. */
export function moveProgram(from: LuaProgram, to: LuaProgram): ProgramMove {
  const programs = new Map<string, LuaProgram>();
  const code = new MovedCode();
  const enter = (old: LuaProgram, young: LuaProgram): void => {
    if (programs.has(old.hash)) return;
    programs.set(old.hash, young);
    check(old, young);
    code.add(old.unit, young.unit);
    for (const [alias, library] of old.imports) {
      const other = young.imports.get(alias);
      if (other?.entry !== library.entry)
        throw refused(young, `does not import ${library.entry} as '${alias}' any more`);
      enter(library, other);
    }
  };
  enter(from, to);
  const { entry, method } = to;
  const program = {
    hash: '',
    entry,
    method,
    load: () => to.load(),
    part: (hash: string) => programs.get(hash),
  };
  return { program, code, changedChunks: code.changedChunks };
}

/** Mv2. */
function check(old: LuaProgram, young: LuaProgram): void {
  if (declared(old) !== declared(young)) throw refused(young, 'declares other modules than the process has');
  if (old.imports.size === 0 && young.imports.size > 0)
    throw refused(young, 'imports libraries and did not before');
}

function declared({ code: { modules, imports } }: LuaProgram): string {
  const builtins = Object.entries(imports).filter(([, target]) => target.startsWith(':'));
  return JSON.stringify([[...new Set(modules)].sort(), builtins.sort()]);
}

function refused({ entry }: LuaProgram, why: string) {
  return failure('Invalid', `${entry} ${why}`, { retryable: false });
}
