/** Packs and modules of a hub have forms of their own, so that a wrong command or filter is not taken for one. */
import { UsageError } from './usage-error.ts';

/** Throws for what names a pack or a module: they cannot be run yet. */
export function refuseModules(target: string, command: string): void {
  if (target.endsWith('.wapp')) throw new UsageError(`${target}: packs cannot be run yet`, command);
  if (/^[^/\s]+\/[^/\s]+$/.test(target)) {
    throw new UsageError(`${target}: modules cannot be fetched from a hub yet`, command);
  }
}
