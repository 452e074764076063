/** Which variables and storages of variables the entries give, as they stand in the registry. */
import type { VariableDirectory } from '#features/environment';
import type { EntryId } from '#plugin';
import type { Registry } from '#registry';
import type { SecretTexts } from './secret-texts.ts';

export class VariablesOfNode implements VariableDirectory {
  readonly #registry: Registry;
  readonly #secrets: SecretTexts | undefined;

  constructor(registry: Registry, secrets: SecretTexts | undefined) {
    this.#registry = registry;
    this.#secrets = secrets;
  }

  find(name: string): EntryId | undefined {
    return this.#registry.graph.variable(name);
  }

  storages(): readonly EntryId[] {
    return this.#ids((kind) => kind.startsWith('env.storage.'));
  }

  variables(): readonly EntryId[] {
    return this.#ids((kind) => kind === 'env.variable');
  }

  given(name: string, value: string): void {
    this.#secrets?.given(name, value);
  }

  #ids(isMeant: (kind: string) => boolean): EntryId[] {
    return [...this.#registry.graph.entries.values()].flatMap(({ id, kind }) => (isMeant(kind) ? [id] : []));
  }
}
