/** What few processes have: it stands apart from them, so that all others are smaller. */
import type { LuaTable } from '#lua';
import type { Attachment } from '#plugin';
import type { Fiber } from './fiber.ts';
import type { Pids } from './pids.ts';

export interface Outdated {
  readonly sources: readonly string[];
  readonly event: LuaTable | null;
}

export class Seldom {
  versions: Map<string, number> | null = null;
  endsAt: number | undefined;
  attached: readonly Attachment[] | null = null;
  seen = -1;
  restless = -1;
  lastAddress = 0;
  outdated: Outdated | null = null;
  trapsLinks = false;
  isUpgradable = false;
  fibers: Fiber[] | null = null;
  links: Pids | null = null;
}

/** That of the others; never written to. */
export const NOTHING_SELDOM: Seldom = Object.freeze(new Seldom());
