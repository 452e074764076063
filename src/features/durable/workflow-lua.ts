/** Kind `workflow.lua`: the code of durable processes. Nothing runs until it is spawned on a durable host. */
import { codeFields, codeOf, limitFields } from '#features/lua-code';
import { type ProcessCode, processCode } from '#features/processes';
import { defineKind, t } from '#plugin';
import { namespaceOf } from '#registry';
import { identityOf, securitySchema } from '#supervisor';

const data = t.object({
  ...codeFields,
  limits: t.optional(limitFields).describe('What each process may use.'),
  security: t
    .optional(securitySchema)
    .describe('As whom its processes run, unless the one who starts them says otherwise.'),
});

const workflow = t.object(
  {
    worker: t.optional(t.string).describe('The temporal.worker that runs it.'),
    name: t
      .optional(t.string)
      .describe('Its type, as `workflow.info` says it; the id of the entry when left out.'),
  },
  { unknown: 'keep' },
);

const meta = t.object(
  { temporal: t.optional(t.object({ workflow: t.optional(workflow) }, { unknown: 'keep' })) },
  { unknown: 'keep' },
);

export const workflowLua = defineKind({
  kind: 'workflow.lua',
  summary: 'The code of durable processes, in Lua.',
  data,
  meta,
  provides: processCode,
  place: 'each',
  start: async (entry, world): Promise<ProcessCode> => {
    const workflow = entry.meta.temporal?.workflow?.name ?? entry.id;
    const program = await world.compile({ ...codeOf(entry), workflow });
    const { security } = entry.data;
    const identity = security && identityOf(security, namespaceOf(entry.id));
    return { program: () => program, identity: () => identity };
  },
  update: 'beside',
  stop: 'drop',
});
