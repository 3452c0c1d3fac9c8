import { LOCALE_NAMES, LOCALES, type Locale } from '../../messages/locale.ts';
import type { MessageKey } from '../../messages/message-key.ts';
import { t } from '../../messages/text.ts';
import { THEMES, usePreferences, type Theme } from '../../shell/preferences.ts';
import { FREQUENCIES, type Frequency } from '../../store/flush-scheduler.ts';
import { SettingsFrame } from './settings-frame.tsx';

/** How the desk looks and behaves on this computer, for whoever uses it. */
export default function AppearancePage() {
  const { theme, locale, frequency, letterKeys, set } = usePreferences();
  return (
    <SettingsFrame title={t('settings.appearance')} text={t('settings.appearance.text')}>
      <form className="form site-form" onSubmit={(event) => event.preventDefault()}>
        <label className="field">
          <span>{t('appearance.theme')}</span>
          <select className="select" value={theme} onChange={(event) => set({ theme: event.target.value as Theme })}>
            {THEMES.map((choice) => (
              <option key={choice} value={choice}>
                {t(`theme.${choice}` as MessageKey)}
              </option>
            ))}
          </select>
        </label>
        <label className="field">
          <span>{t('appearance.language')}</span>
          <select className="select" value={locale} onChange={(event) => set({ locale: event.target.value as Locale })}>
            {LOCALES.map((choice) => (
              <option key={choice} value={choice} lang={choice}>
                {LOCALE_NAMES[choice]}
              </option>
            ))}
          </select>
        </label>
        <label className="field">
          <span>{t('appearance.frequency')}</span>
          <select
            className="select"
            value={frequency}
            onChange={(event) => set({ frequency: event.target.value as Frequency })}
          >
            {FREQUENCIES.map((choice) => (
              <option key={choice} value={choice}>
                {t(`appearance.frequency.${choice}`)}
              </option>
            ))}
          </select>
          <small className="quiet">{t('appearance.frequency-hint')}</small>
        </label>
        <label className="check">
          <input type="checkbox" checked={letterKeys} onChange={(event) => set({ letterKeys: event.target.checked })} />
          {t('appearance.letter-keys')}
        </label>
        <p className="quiet">{t('appearance.motion')}</p>
      </form>
    </SettingsFrame>
  );
}
