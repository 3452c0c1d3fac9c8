import type { JobServices } from '../roles/services.ts';
import type { JobDefinition } from './job-definition.ts';

/** Does the work of one definition. Doing it twice, or for what has moved on, must be harmless (decision D7). */
export type JobHandler = {
  readonly definition: JobDefinition;
  readonly handle: (services: JobServices, payload: unknown) => Promise<void>;
};

/** Throws unless every definition has exactly one handler, and every handler one of the definitions. */
export function checkHandlers(definitions: readonly JobDefinition[], handlers: readonly JobHandler[]): void {
  for (const definition of definitions) {
    const count = handlers.filter((handler) => handler.definition === definition).length;
    if (count !== 1) throw new Error(`the job ${definition.name} has ${count} handlers, but needs exactly one`);
    if (definitions.some((other) => other !== definition && other.name === definition.name))
      throw new Error(`two jobs are named ${definition.name}`);
  }
  for (const { definition } of handlers) {
    if (!definitions.includes(definition)) throw new Error(`the handler of ${definition.name} has no definition`);
  }
}
