import type { MessageKey } from '../messages/message-key.ts';
import { LOCALE_NAMES, LOCALES, type Locale } from '../messages/locale.ts';
import { t } from '../messages/text.ts';
import { THEMES, usePreferences, type Theme } from './preferences.ts';

type Props = { readonly className?: string };

/** The theme of this computer's desk. */
export function ThemeField({ className = 'field' }: Props) {
  const { theme, set } = usePreferences();
  return (
    <label className={className}>
      <span>{t('user.theme')}</span>
      <select className="select" value={theme} onChange={(event) => set({ theme: event.target.value as Theme })}>
        {THEMES.map((choice) => (
          <option key={choice} value={choice}>
            {t(`theme.${choice}` as MessageKey)}
          </option>
        ))}
      </select>
    </label>
  );
}

/** The language of this computer's desk. */
export function LanguageField({ className = 'field' }: Props) {
  const { locale, set } = usePreferences();
  return (
    <label className={className}>
      <span>{t('user.language')}</span>
      <select className="select" value={locale} onChange={(event) => set({ locale: event.target.value as Locale })}>
        {LOCALES.map((choice) => (
          <option key={choice} value={choice} lang={choice}>
            {LOCALE_NAMES[choice]}
          </option>
        ))}
      </select>
    </label>
  );
}

/** Whether single letters are shortcuts. */
export function LetterKeysField() {
  const { letterKeys, set } = usePreferences();
  return (
    <label className="check">
      <input type="checkbox" checked={letterKeys} onChange={(event) => set({ letterKeys: event.target.checked })} />
      {t('user.letter-keys')}
    </label>
  );
}
