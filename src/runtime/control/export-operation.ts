/** Live changes, written into the files of the project. */
import { failure, suggestion } from '#base';
import { t } from '#plugin';
import { idOf } from '#registry';
import { exportLive } from '../export-live.ts';
import type { Project } from '../project.ts';
import { type AnyOperation, defineOperation } from './operation.ts';

export function exportOperation(project: Project): AnyOperation {
  return defineOperation({
    name: 'registry.export',
    summary: 'Writes what was changed live into the files, or tells what it would write.',
    input: t.object({
      /** When there are none, all but those that the files changed too. */
      ids: t.list(t.string).default([]),
      trial: t.boolean.default(false),
    }),
    run: async ({ ids, trial }, call) => {
      const { registry } = call.node;
      const changed = registry.liveChanges.map(idOf);
      for (const id of ids) {
        if (changed.includes(id)) continue;
        throw failure('NotFound', `${id} was not changed live${suggestion(id, changed)}`, {
          retryable: false,
        });
      }
      for (const id of ids.length === 0 ? changed : ids) call.allow('registry.get', id);
      const exported = await exportLive(project, registry, {
        entries: ids.length === 0 ? undefined : ids,
        isTrial: trial,
      });
      return {
        files: [...exported.files].map(([path, text]) => ({ path, text: text ?? null })),
        entries: [...exported.entries].sort(),
        left: exported.left.map(({ id, reason }) => ({ id, reason })),
      };
    },
  });
}
