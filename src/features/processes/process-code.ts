/** What an entry that can be started as a process provides to the node. */
import { defineService, type Identity, type Program } from '#plugin';

export interface ProcessCode {
  /** The same object while the entry stays the same. */
  program(): Program;
  /** As whom its processes run, when the entry says so. */
  identity(): Identity | undefined;
}

export const processCode = defineService<ProcessCode>({
  name: 'process',
  summary: 'Code that can be started as a process.',
  methods: ['program', 'identity'],
});
