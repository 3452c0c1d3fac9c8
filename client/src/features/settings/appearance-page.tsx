import { t } from '../../messages/text.ts';
import { LanguageField, LetterKeysField, ThemeField } from '../../shell/preference-fields.tsx';
import { usePreferences } from '../../shell/preferences.ts';
import { FREQUENCIES, type Frequency } from '../../store/flush-scheduler.ts';
import { SettingsFrame } from '../../shell/settings-frame.tsx';
import './settings.css';

/** How the desk looks and behaves on this computer, for whoever uses it. */
export default function AppearancePage() {
  const { frequency, listMode, set } = usePreferences();
  return (
    <SettingsFrame title={t('settings.appearance')} text={t('settings.appearance.text')}>
      <form className="form site-form" onSubmit={(event) => event.preventDefault()}>
        <ThemeField />
        <LanguageField />
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
        <LetterKeysField />
        <label className="check">
          <input type="checkbox" checked={listMode} onChange={(event) => set({ listMode: event.target.checked })} />
          {t('appearance.list-mode')}
        </label>
        <small className="quiet">{t('appearance.list-mode-hint')}</small>
        <p className="quiet">{t('appearance.motion')}</p>
      </form>
    </SettingsFrame>
  );
}
