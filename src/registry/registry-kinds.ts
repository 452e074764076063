/** The kinds that only the registry looks at: nothing runs for them, and nobody can refuse them. */
import { t } from '#plugin';
import type { EntryKind } from './kind-table.ts';

const scalar = t.oneOf(t.string, t.number(), t.boolean);
const moduleName = t.text("the name of a module, such as 'acme/http'", (text) =>
  /^[^\s/]+\/[^\s/]+$/.test(text),
);

export const requirementData = t.object({
  default: t.optional(scalar),
  targets: t.list(
    t.object({
      entry: t.string.describe('An id, or a name in the own namespace.'),
      path: t.string.describe("Such as '.meta.router'; with '+=' at the end it appends to a list."),
    }),
    { min: 1 },
  ),
});

export const dependencyData = t.object({
  component: moduleName,
  version: t.oneOf(t.string, t.number()),
  parameters: t.list(t.object({ name: t.string, value: t.optional(scalar) })).default([]),
});

export const registryKinds: readonly EntryKind[] = [
  {
    kind: 'registry.entry',
    summary: 'Free data that applications find by its metadata.',
    data: t.data,
  },
  {
    kind: 'ns.definition',
    summary: 'Describes a module; needed to publish it.',
    data: t.object({
      module: t.optional(t.string),
      readme: t.optional(t.string),
      wiki: t.map(t.string).default({}),
    }),
  },
  {
    kind: 'ns.requirement',
    summary: 'A named hole of a module, filled when the application is linked.',
    data: requirementData,
  },
  {
    kind: 'ns.dependency',
    summary: 'Mounts a module and fills its requirements.',
    data: dependencyData,
  },
];

/** Whether entries of the kind are data only, so that no participant of a change is asked about them. */
export function isPassive(kind: string): boolean {
  return registryKinds.some((each) => each.kind === kind);
}
