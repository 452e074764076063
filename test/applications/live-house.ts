/** A whole node under the real clock, for what works in threads and on servers: time cannot be moved past them. */
import assert from 'node:assert/strict';
import { PassThrough } from 'node:stream';
import type { TestContext } from 'node:test';
import { createLog } from '../../src/base/index.ts';
import { type Exit, failureFromError, isNormal, type Policy, toData } from '../../src/process/index.ts';
import { RunningNode } from '../../src/runtime/index.ts';
import { type Application, readProject } from './house.ts';

export interface LiveHouseOptions {
  readonly policy?: Policy;
}

export class LiveHouse {
  readonly node: RunningNode;
  output = '';
  readonly logged: string[] = [];

  private constructor(node: RunningNode) {
    this.node = node;
  }

  static async start(
    context: TestContext,
    application: Application,
    { policy }: LiveHouseOptions = {},
  ): Promise<LiveHouse> {
    const project = await readProject(application);
    assert.equal(project.isBroken, false, project.report());
    let house: LiveHouse | undefined;
    const lines: string[] = [];
    const node = await RunningNode.prepare({
      project,
      log: createLog({ level: 'debug', format: 'json', write: (line) => lines.push(line) }),
      streams: {
        input: () => new PassThrough(),
        output: {
          write: (chunk, done) => {
            if (house !== undefined) house.output += Buffer.from(chunk).toString('utf8');
            done?.();
            return true;
          },
        },
        error: {
          write: (_, done) => {
            done?.();
            return true;
          },
        },
      },
      ...(policy !== undefined && { policy }),
    });
    house = new LiveHouse(node);
    context.after(() => node.shutdown());
    await node.startServices();
    return house;
  }

  /** What a process of the entry returns, or the message of its error. */
  async run(entry: string, ...args: string[]): Promise<unknown> {
    const exit: Exit = await this.node.execute({ entry, args });
    return isNormal(exit) ? toData(exit.value) : failureFromError(exit.error).message;
  }

  get printed(): string[] {
    return this.output.split('\n').slice(0, -1);
  }
}
