import type { TSchema } from 'typebox';

/** Work that is rung for, apart from what does it, so that whoever rings needs nothing of the work. `name` is `verb-noun`. */
export type JobDefinition = {
  readonly name: string;
  readonly payload: TSchema;
  /** Work of more than a second or so: done in a lane of its own, so that nothing quick waits behind it. */
  readonly isLong?: true;
};

/**
 * Rings for a job. `id` may not hold a colon. It may get lost, or ring twice: what is due stands in a table, and a sweep rings for what was
 * forgotten. With `delayMs` it rings that much later.
 */
export type RingJob = (
  definition: JobDefinition,
  id: string,
  payload: unknown,
  options?: { readonly delayMs?: number },
) => Promise<void>;
