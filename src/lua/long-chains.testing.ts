/** In a thread with a stack of 1 MB: compiles and runs the texts it is sent, and answers each with its value or failure. */
import { parentPort } from 'node:worker_threads';
import { execute } from './engine.testing.ts';
import { rawText } from './library/base.ts';
import { numberNodes } from './node-numbers.ts';
import { parse } from './parser.ts';

parentPort?.on('message', (source: string) => {
  numberNodes(parse(source, 'chain.lua').body);
  const { task, isFailed } = execute(source, 'straight');
  parentPort?.postMessage(rawText(isFailed ? task.error : task.values[0]));
});
