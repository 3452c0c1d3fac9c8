import Type, { type Static } from 'typebox';

/** Longest identifier accepted anywhere; longer ones are refused at the edge with a pointer. */
export const MAX_ID_LENGTH = 200;

/**
 * An identifier from outside: any characters (sources differ wildly), 1 to {@link MAX_ID_LENGTH} of them. It is never interpreted, only
 * compared, so it needs no cleaning; it is always escaped where it is shown.
 */
export const Id = Type.String({ minLength: 1, maxLength: MAX_ID_LENGTH });

declare const brand: unique symbol;
/** A string that the compiler keeps apart from other identifiers. */
export type Branded<Name extends string> = string & { readonly [brand]?: Name };

export type SiteId = Branded<'site'>;
export type QueueId = Branded<'queue'>;
export type AgentId = Branded<'agent'>;
export type TeamId = Branded<'team'>;
export type GroupId = Branded<'group'>;
export type BotId = Branded<'bot'>;
export type ContactId = Branded<'contact'>;
export type SessionId = Branded<'session'>;

/** A short text meant for people (a name, a reason). */
export const Label = Type.String({ minLength: 1, maxLength: 200 });
export type Label = Static<typeof Label>;
