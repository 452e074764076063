/** The module `registry` as it is defined; what it would ask of a node is never asked here. */
import type { Module } from '#plugin';
import { registryModule } from '#registry';

export function registryDefinition(): Module {
  const unused = (): never => {
    throw new Error('only the definition is wanted');
  };
  return registryModule({ viewOf: unused, warn: unused, registry: {} as never }); // nothing of it is called
}
