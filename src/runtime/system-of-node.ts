/** The node as the module `system` shows it. */
import { createHash } from 'node:crypto';
import { hostname } from 'node:os';
import type { HostInfo, ModuleInfo, NodeSetting, NodeSystem } from '#features/system';
import type { Node, ProcessInfo } from '#process';
import type { ServiceState, Supervisor } from '#supervisor';
import type { HostsOfNode } from './hosts-of-node.ts';

export interface SystemParts {
  /** Asked for once, when somebody wants to know. */
  readonly id: () => string;
  readonly modules: () => readonly ModuleInfo[];
  readonly node: Node;
  readonly hosts: HostsOfNode;
  readonly supervisor: Supervisor;
  readonly exit: (code: number) => void;
}

export class SystemOfNode implements NodeSystem {
  readonly #parts: SystemParts;
  #id: string | undefined;
  readonly #settings = new Map<NodeSetting, number>();

  constructor(parts: SystemParts) {
    this.#parts = parts;
  }

  get id(): string {
    this.#id ??= this.#parts.id();
    return this.#id;
  }

  exit(code: number): void {
    this.#parts.exit(code);
  }

  modules(): readonly ModuleInfo[] {
    return this.#parts.modules();
  }

  async hosts(): Promise<readonly HostInfo[]> {
    const { node, hosts } = this.#parts;
    const processes = await node.processes();
    return [...hosts.all()].map(([id, { workers }]) => {
      const own = processes.filter(({ host }) => host === id);
      return {
        id,
        workers: Math.min(workers ?? node.shards.length, node.shards.length),
        processes: own.length,
        executed: own.reduce((sum, { reductions }) => sum + reductions, 0),
        queueDepth: own.filter(({ state }) => state === 'ready').length,
      };
    });
  }

  processes(): Promise<readonly ProcessInfo[]> {
    return this.#parts.node.processes();
  }

  services(): readonly ServiceState[] {
    return this.#parts.supervisor.states();
  }

  setting(name: NodeSetting): number | undefined {
    return this.#settings.get(name);
  }

  set(name: NodeSetting, value: number): void {
    this.#settings.set(name, value);
  }
}

/** The name that is configured; otherwise one that stays the same for this machine and folder. */
export function nodeId(
  configured: string | undefined,
  environment: Readonly<Record<string, string | undefined>>,
  directory: string,
): string {
  const given = environment.WIPPY_NODE_ID ?? environment.WIPPY_RELAY_NODE_NAME ?? configured;
  if (given !== undefined && given !== '') return given;
  const digest = createHash('sha1').update(`${hostname()}\n${directory}`).digest();
  const bytes = digest.subarray(0, 16);
  // The marks of version 5 and of the variant (RFC 9562).
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x50, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
