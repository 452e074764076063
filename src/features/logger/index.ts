/** Log lines of guests. */
import { defineFeature } from '#plugin';
import { logger as loggerModule } from './logger-module.ts';

export const logger = defineFeature({
  name: 'logger',
  summary: 'Log lines with fields.',
  modules: [loggerModule],
  handles: loggerModule.handles,
});

export { type GuestLevel, type GuestLine, type LogSink, logSink, logSinkId } from './log-sink.ts';
