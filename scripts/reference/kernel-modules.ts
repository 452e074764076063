/**
 * The modules that the process layer brings as ready tables, without definitions: described in kernel-texts.ts, and
 * compared with the tables when the pages are made.
 */
import { LuaTable } from '#lua';
import {
  channelModule,
  ctxModule,
  errorsModule,
  eventsModule,
  funcsModule,
  payloadModule,
  processModule,
  workflowModule,
} from '#process';
import { Mocks } from '../../src/runtime/mocks.ts';
import { kernelSummaries } from '../../src/runtime/module-names.ts';
import { type Line, texts } from './kernel-texts.ts';
import type { FunctionLine, HandleLines, ModulePage } from './module-page.ts';

const tables: Readonly<Record<keyof typeof kernelSummaries, LuaTable>> = {
  process: processModule,
  channel: channelModule,
  errors: errorsModule,
  payload: payloadModule,
  funcs: funcsModule,
  events: eventsModule,
  ctx: ctxModule,
  mocks: new Mocks().table,
  workflow: workflowModule,
};

export function kernelModules(): ModulePage[] {
  return Object.entries(tables).map(([name, table]) => {
    const text = texts[name];
    if (text === undefined) throw new Error(`the module ${name} is not described`);
    const { isAmbient, functions, handles = [] } = text;
    const names = namesIn(table, name);
    compare(
      name,
      functions.map(([call]) => call.replace(/\(.*/, '')),
      names.functions,
    );
    return {
      name,
      summary: kernelSummaries[name as keyof typeof tables], // a name of that table
      isAmbient,
      functions: functions.map(lineOf),
      constants: names.constants,
      handles: handles.map(
        (handle): HandleLines => ({
          name: handle.name,
          summary: handle.summary,
          methods: handle.methods.map(lineOf),
        }),
      ),
    };
  });
}

function lineOf([call, returns, summary]: Line): FunctionLine {
  return { call, returns, summary };
}

function namesIn(table: LuaTable, path: string): { functions: string[]; constants: string[] } {
  const functions: string[] = [];
  const constants: string[] = [];
  for (const [key, value] of table.entries()) {
    const name = `${path}.${String(key)}`;
    if (value instanceof LuaTable) {
      const inner = namesIn(value, name);
      functions.push(...inner.functions);
      constants.push(...inner.constants);
    } else if (typeof value === 'object') functions.push(name);
    else constants.push(name);
  }
  return { functions, constants };
}

function compare(name: string, said: readonly string[], known: readonly string[]): void {
  const missing = known.filter((each) => !said.includes(each));
  const gone = said.filter((each) => !known.includes(each));
  if (missing.length + gone.length === 0) return;
  throw new Error(
    `module ${name}: not described: ${missing.join(', ')}; described and not there: ${gone.join(', ')}`,
  );
}
