/** Reads YAML and JSON: by the plain reader where that can, otherwise by the library, loaded when needed. */
import type { YamlResult } from './library-yaml.ts';
import { readPlainYaml } from './plain-yaml.ts';
import type { SourceText } from './source-text.ts';

export async function readYaml(source: SourceText): Promise<YamlResult> {
  const document = readPlainYaml(source);
  if (document !== undefined) return { type: 'read', document };
  const { readLibraryYaml } = await import('./library-yaml.ts');
  return readLibraryYaml(source);
}
