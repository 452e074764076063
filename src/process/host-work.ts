/** What the host does for a call that is under way. It is no state of the process: a restored call begins it anew. */
import type { Owned } from './process.ts';

export abstract class HostWork implements Owned {
  abstract release(): void;
}
