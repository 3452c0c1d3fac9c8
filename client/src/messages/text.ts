import { useSyncExternalStore } from 'react';
import type { Locale } from './locale.ts';
import type { MessageKey } from './message-key.ts';

/** Messages of one language by key, in ICU form. */
export type Catalogue = Readonly<Record<string, string>>;
export type Values = Readonly<Record<string, string | number>>;

/** Gives the text of a message; `undefined` where the catalogue has none. */
export type Speaker = (key: string, values?: Values) => string | undefined;
/** How messages become text: the desk's knows all of ICU, the TV's, which must be small, placeholders alone. */
export type MakeSpeaker = (locale: Locale, catalogue: Catalogue) => Speaker;

let locale: Locale = 'en';
let speak: Speaker = () => undefined;
const listeners = new Set<() => void>();

/** Makes the messages of a language the current ones. Everything that reads them through {@link useLocale} is drawn anew. */
export function activateCatalogue(next: Locale, catalogue: Catalogue, makeSpeaker: MakeSpeaker): void {
  locale = next;
  speak = makeSpeaker(next, catalogue);
  for (const listener of listeners) listener();
}

/** The text of a message in the current language. */
export function t(key: MessageKey, values?: Values): string {
  return speak(key, values) ?? key;
}

/** The text of a key that is put together at run time, or `undefined` where the catalogue has none. */
export function textOf(key: string, values?: Values): string | undefined {
  return speak(key, values);
}

export function currentLocale(): Locale {
  return locale;
}

/** The current language; draws the caller anew when it changes. */
export function useLocale(): Locale {
  return useSyncExternalStore(listen, currentLocale, currentLocale);
}

function listen(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
