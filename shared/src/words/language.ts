import Type, { type Static } from 'typebox';

/** The languages in which notices are said: those of the console. */
export const LANGUAGES = ['en', 'de'] as const;
export const Language = Type.Union([Type.Literal('en'), Type.Literal('de')]);
export type Language = Static<typeof Language>;

/** Of somebody, or a channel, that never chose. */
export const FIRST_LANGUAGE: Language = 'en';
