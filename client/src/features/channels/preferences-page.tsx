import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { PreferencesAnswer } from '@floorwalk/shared/api/notices';
import type { NoticePreferences } from '@floorwalk/shared/notices/preferences';
import { fetchPreferences, putPreferences } from '../../api/notices.ts';
import { t } from '../../messages/text.ts';
import { SettingsFrame } from '../../shell/settings-frame.tsx';
import { Answered } from '../../ui/answered.tsx';
import { FormProblem } from '../../ui/form-parts.tsx';
import { DASH } from '../../ui/format.ts';
import { PushDevice } from './push-device.tsx';
import { QuietHoursFields } from './quiet-hours-fields.tsx';
import './channels.css';

const KEY = ['notice-preferences'];

/** How somebody wants to hear of things. */
export default function PreferencesPage() {
  const preferences = useQuery({ queryKey: KEY, queryFn: fetchPreferences });
  return (
    <SettingsFrame title={t('notices.mine')} text={t('notices.mine.text')}>
      <Answered query={preferences}>{(known) => <PreferencesForm known={known} />}</Answered>
    </SettingsFrame>
  );
}

function PreferencesForm({ known }: { readonly known: PreferencesAnswer }) {
  const queries = useQueryClient();
  const [draft, setDraft] = useState<NoticePreferences>(known.preferences);
  const save = useMutation({
    mutationFn: putPreferences,
    onSuccess: (answer) => {
      queries.setQueryData(KEY, answer);
      setDraft(answer.preferences);
    },
  });
  const change = (part: Partial<NoticePreferences>) => {
    save.reset();
    setDraft({ ...draft, ...part });
  };
  return (
    <form
      className="form notice-preferences"
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate(draft);
      }}
    >
      <div className="table-frame">
        <table className="table">
          <thead>
            <tr>
              <th scope="col">{t('notices.channel')}</th>
              <th scope="col">{t('notices.page')}</th>
              <th scope="col">{t('notices.inform')}</th>
              <th scope="col">{t('channels.per-hour')}</th>
              <th scope="col">{t('channels.bundle')}</th>
            </tr>
          </thead>
          <tbody>
            <tr>
              <th scope="row">
                {t('ledger.channel.in-app')}
                <div className="quiet">{t('notices.in-app.text')}</div>
              </th>
              <td>{t('notices.always')}</td>
              <td>{t('notices.always')}</td>
              <td>{DASH}</td>
              <td>{DASH}</td>
            </tr>
            {(['push', 'email'] as const).map((channel) => {
              const name = t(`ledger.channel.${channel}`);
              const set = (part: Partial<NoticePreferences['push']>) =>
                change({ [channel]: { ...draft[channel], ...part } });
              return (
                <tr key={channel}>
                  <th scope="row">
                    {name}
                    <div className="quiet">
                      {channel === 'email'
                        ? (known.email ?? t('notices.no-email'))
                        : t('notices.devices', { count: known.pushDeviceCount })}
                    </div>
                  </th>
                  {(['page', 'inform'] as const).map((urgency) => (
                    <td key={urgency}>
                      <input
                        type="checkbox"
                        aria-label={`${name}: ${t(`notices.${urgency}`)}`}
                        checked={draft[channel][urgency]}
                        onChange={(event) => set({ [urgency]: event.target.checked })}
                      />
                    </td>
                  ))}
                  <td>
                    <input
                      type="number"
                      min={1}
                      max={1_000}
                      required
                      aria-label={`${name}: ${t('channels.per-hour')}`}
                      value={draft[channel].perHour}
                      onChange={(event) => set({ perHour: event.target.valueAsNumber || 1 })}
                    />
                  </td>
                  <td>
                    <input
                      type="number"
                      min={0}
                      max={240}
                      required
                      aria-label={`${name}: ${t('channels.bundle')}`}
                      value={draft[channel].bundleMinutes}
                      onChange={(event) => set({ bundleMinutes: event.target.valueAsNumber || 0 })}
                    />
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
      <QuietHoursFields quietHours={draft.quietHours} change={(quietHours) => change({ quietHours })} />
      <label className="check">
        <input
          type="checkbox"
          checked={draft.pagesAlways}
          onChange={(event) => change({ pagesAlways: event.target.checked })}
        />
        {t('notices.pages-always')}
      </label>
      <FormProblem error={save.error} />
      <p className="button-row">
        <button type="submit" className="button button-primary" disabled={save.isPending}>
          {t('channels.save')}
        </button>
        <span role="status">{save.isSuccess && t('notices.saved')}</span>
      </p>
      <PushDevice pushKey={known.pushKey} count={known.pushDeviceCount} />
    </form>
  );
}
