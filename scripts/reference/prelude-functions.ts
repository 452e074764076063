/** Functions that a module's prelude defines or changes, so that its definition does not say what guests call. */
import type { FunctionLine } from './module-page.ts';

export const preludeFunctions: Readonly<Record<string, readonly FunctionLine[]>> = {
  io: [
    {
      call: 'io.print(...: any)',
      returns: 'boolean',
      summary: 'Writes values, with tabs between and a line feed behind, to the standard output.',
    },
    {
      call: 'io.write(...: any)',
      returns: 'boolean',
      summary: 'Writes values, one right behind the other, to the standard output.',
    },
    {
      call: 'io.eprint(...: any)',
      returns: 'boolean',
      summary: 'Writes values, with tabs between and a line feed behind, to the standard error.',
    },
  ],
};
