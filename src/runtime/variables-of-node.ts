/** Which variables and storages of variables the entries give, as they stand in the registry. */
import type { VariableDirectory } from '#features/environment';
import type { EntryId } from '#plugin';
import type { Registry } from '#registry';

export class VariablesOfNode implements VariableDirectory {
  readonly #registry: Registry;

  constructor(registry: Registry) {
    this.#registry = registry;
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

  #ids(isMeant: (kind: string) => boolean): EntryId[] {
    return [...this.#registry.graph.entries.values()].flatMap(({ id, kind }) => (isMeant(kind) ? [id] : []));
  }
}
