/** Runs the Lua blocks of a page that stand alone: each is the body of a process, all on one node. */

import { isNormal } from '#process';
import { memoryFiles } from '#registry';
import { loadProject, nodeLog, RunningNode } from '#runtime';
import type { Block } from './page.ts';

const namespace = 'page';

export class LuaBlocks {
  readonly #node: RunningNode;
  /** What each block has printed. */
  readonly #printed: Map<string, string>;

  private constructor(node: RunningNode, printed: Map<string, string>) {
    this.#node = node;
    this.#printed = printed;
  }

  static async start(blocks: readonly Block[]): Promise<LuaBlocks> {
    const entries = [
      { name: 'screen', kind: 'terminal.host', lifecycle: { auto_start: true } },
      { name: 'processes', kind: 'process.host', lifecycle: { auto_start: true } },
      ...blocks.map((block) => ({
        name: nameOf(block),
        kind: 'process.lua',
        source: `return function() ${block.text}\nend`,
        modules: modulesOf(block.text),
      })),
    ];
    const files = memoryFiles({
      'wippy.lock': 'directories:\n  src: ./src\n',
      'src/_index.yaml': JSON.stringify({ version: '1.0', namespace, entries }),
    });
    const project = await loadProject({ directory: '/', environment: {}, files });
    if (project.problems.length > 0) throw new Error(project.report());
    const printed = new Map<string, string>();
    const log = nodeLog({
      level: 'info',
      format: 'json',
      colour: false,
      now: Date.now,
      write: (line) => {
        const { logger, location, message } = JSON.parse(line);
        if (logger !== 'print') return;
        const [entry] = /^[^:]+:[^:]+/.exec(location) ?? [''];
        printed.set(entry, `${printed.get(entry) ?? ''}${message}\n`);
      },
    });
    const nothing = {
      write: (_: Uint8Array, written?: () => void) => {
        written?.();
        return true;
      },
    };
    const node = await RunningNode.prepare({
      project,
      log,
      streams: { input: () => process.stdin, output: nothing, error: nothing },
    });
    await node.startServices();
    return new LuaBlocks(node, printed);
  }

  /** Runs a block to its end and gives what it printed. Throws when it fails. */
  async run(block: Block): Promise<string> {
    const entry = `${namespace}:${nameOf(block)}`;
    const exit = await this.#node.execute({ entry, args: [] });
    if (!isNormal(exit)) throw new Error(`${exit.error.message}\n${exit.error.stack}`);
    return this.#printed.get(entry) ?? '';
  }

  stop(): Promise<void> {
    return this.#node.shutdown();
  }
}

function nameOf({ line }: Block): string {
  return `line_${line}`;
}

function modulesOf(text: string): string[] {
  return [...text.matchAll(/\brequire\("([^"]+)"\)/g)].map(([, name = '']) => name);
}
