import Type, { type Static } from 'typebox';

/** Longest identifier accepted anywhere; longer ones are refused at the edge with a pointer. */
export const MAX_ID_LENGTH = 200;

/**
 * An identifier from outside: any characters (sources differ wildly), 1 to {@link MAX_ID_LENGTH} of them. It is never interpreted, only
 * compared, so it needs no cleaning; it is always escaped where it is shown.
 */
export const Id = Type.String({ minLength: 1, maxLength: MAX_ID_LENGTH });

/** A short text meant for people (a name, a reason). */
export const Label = Type.String({ minLength: 1, maxLength: 200 });
export type Label = Static<typeof Label>;
