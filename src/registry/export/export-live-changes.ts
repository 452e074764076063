/** Writing live changes into files, loaded when somebody asks for it: it brings the YAML library. */
import type { Exported, ExportRequest } from './export-request.ts';

export async function exportChanges(request: ExportRequest): Promise<Exported> {
  const { Exporter } = await import('./export-changes.ts');
  return new Exporter(request, await request.load(request.files)).export();
}
