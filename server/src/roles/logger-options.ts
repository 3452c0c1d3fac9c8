import { type LoggerOptions, stdSerializers } from 'pino';
import { forgetParameters } from '../db/forget-parameters.ts';

/** How the process log is written; errors without the values of the statements that failed. */
export function loggerOptions(level: string): LoggerOptions {
  return {
    level,
    base: { pid: process.pid },
    serializers: { err: (error: unknown) => stdSerializers.err(forgetParameters(error) as Error) },
  };
}
