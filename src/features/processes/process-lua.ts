/**
 * Kind `process.lua`: the code of processes. Nothing runs until it is spawned, called, run as a command, or kept alive
 * by a `process.service`.
 */
import { codeFields, codeOf, limitFields } from '#features/lua-code';
import { defineKind, t } from '#plugin';
import { namespaceOf } from '#registry';
import { identityOf, securitySchema } from '#supervisor';
import { type ProcessCode, processCode } from './process-code.ts';

const data = t.object({
  ...codeFields,
  limits: t.optional(limitFields).describe('What each process may use.'),
  lifecycle: t.optional(t.data).describe('Has no effect here: a process.service starts the process.'),
  security: t
    .optional(securitySchema)
    .describe('As whom its processes run, unless the one who starts them says otherwise.'),
});

const command = t.object(
  {
    name: t.string.describe('`wippy run <name>` runs the process.'),
    short: t.optional(t.string).describe('Its line in `wippy run list`.'),
    main: t.boolean.default(false).describe('Is run when no command is named.'),
    use_case: t.string.default('run').describe("'test' makes it what `wippy test` runs."),
  },
  { unknown: 'keep' },
);

const meta = t.object({ command: t.optional(command) }, { unknown: 'keep' });

export const processLua = defineKind({
  kind: 'process.lua',
  summary: 'The code of processes, in Lua.',
  data,
  meta,
  provides: processCode,
  place: 'each',
  start: async (entry, world): Promise<ProcessCode> => {
    if (entry.data.lifecycle !== undefined) {
      world.log.warn('lifecycle has no effect on a process.lua; a process.service starts it', {
        entry: entry.id,
      });
    }
    const program = await world.compile(codeOf(entry));
    const { security } = entry.data;
    const identity = security && identityOf(security, namespaceOf(entry.id));
    return { program: () => program, identity: () => identity };
  },
  update: 'beside',
  stop: 'drop',
});
