/** Which variables and storages there are: asked of the node, which knows the entries. */
import { defineService, type EntryId } from '#plugin';

export interface VariableDirectory {
  /** The entry of a public name, or of an id. */
  find(name: string): EntryId | undefined;
  /** The ids of all storages and of all variables. */
  storages(): readonly EntryId[];
  variables(): readonly EntryId[];
  /** A guest is given the value of a variable: what is a secret is never written down from then on. */
  given(name: string, value: string): void;
}

export const variableDirectory = defineService<VariableDirectory>({
  name: 'node.variables',
  summary: 'The variables of this node.',
  methods: ['find', 'storages', 'variables', 'given'],
});

/** The node provides it under this id, which no entry has. */
export const variableDirectoryId = 'system:variables';
