import { setupI18n } from '@lingui/core';
import { compileMessage } from '@lingui/message-utils/compileMessage';
import type { MakeSpeaker } from './text.ts';

/** All of ICU: plurals, choices, and values put into their places. */
export const icuSpeaker: MakeSpeaker = (locale, catalogue) => {
  const compiled = Object.fromEntries(Object.entries(catalogue).map(([key, text]) => [key, compileMessage(text)]));
  const i18n = setupI18n({ locale, messages: { [locale]: compiled } });
  return (key, values) => (Object.hasOwn(compiled, key) ? i18n._(key, values) : undefined);
};
