import { setupI18n } from '@lingui/core';
import { compileMessage } from '@lingui/message-utils/compileMessage';
import { useSyncExternalStore } from 'react';
import type { Locale } from './locale.ts';
import type { MessageKey } from './message-key.ts';

/** Messages of one language by key, in ICU form. */
export type Catalogue = Readonly<Record<string, string>>;

const i18n = setupI18n();

/** Makes the messages of a language the current ones. Everything that reads them through {@link useLocale} is drawn anew. */
export function activateCatalogue(locale: Locale, catalogue: Catalogue): void {
  const compiled = Object.fromEntries(Object.entries(catalogue).map(([key, text]) => [key, compileMessage(text)]));
  i18n.loadAndActivate({ locale, messages: compiled });
}

/** The text of a message in the current language. */
export function t(key: MessageKey, values?: Readonly<Record<string, string | number>>): string {
  return i18n._(key, values);
}

/** The text of a key that is put together at run time, or `undefined` where the catalogue has none. */
export function textOf(key: string, values?: Readonly<Record<string, string | number>>): string | undefined {
  return i18n.messages[key] === undefined ? undefined : i18n._(key, values);
}

export function currentLocale(): Locale {
  return (i18n.locale || 'en') as Locale;
}

/** The current language; draws the caller anew when it changes. */
export function useLocale(): Locale {
  return useSyncExternalStore((listener) => i18n.on('change', listener), currentLocale, currentLocale);
}
