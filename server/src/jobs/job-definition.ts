import type { TSchema } from 'typebox';
import type { JobServices } from '../roles/services.ts';

/** Work that is rung for, apart from what does it, so that whoever rings needs nothing of the work. `name` is `verb-noun`. */
export type JobDefinition = { readonly name: string; readonly payload: TSchema };

/** Does the work of one definition. Doing it twice, or for what has moved on, must be harmless (decision D7). */
export type JobHandler = {
  readonly definition: JobDefinition;
  readonly handle: (services: JobServices, payload: unknown) => Promise<void>;
};

/**
 * Rings for a job. `id` may not hold a colon. It may get lost, or ring twice: what is due stands in a table, and a sweep rings for what was
 * forgotten.
 */
export type RingJob = (definition: JobDefinition, id: string, payload: unknown) => Promise<void>;

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
