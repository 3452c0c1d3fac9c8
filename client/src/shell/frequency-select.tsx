import type { MessageKey } from '../messages/message-key.ts';
import { t } from '../messages/text.ts';
import { FREQUENCIES, type Frequency } from '../store/flush-scheduler.ts';
import { usePreferences } from './preferences.ts';

/** How often the numbers on the screen may change; the data comes in all the same. */
export function FrequencySelect() {
  const { frequency, set } = usePreferences();
  return (
    <label className="top-field">
      <span>{t('frequency.label')}</span>
      <select
        className="select"
        value={frequency}
        onChange={(event) => set({ frequency: event.target.value as Frequency })}
      >
        {FREQUENCIES.map((choice) => (
          <option key={choice} value={choice}>
            {t(`frequency.${choice}` as MessageKey)}
          </option>
        ))}
      </select>
    </label>
  );
}
