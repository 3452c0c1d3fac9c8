import { useState } from 'react';
import type { AlertWindowRow } from '@floorwalk/shared/alerts/rows';
import type { Recurrence } from '@floorwalk/shared/alerts/schedule';
import { removeWindow } from '../../api/alerts.ts';
import { live } from '../../connection/live-session.ts';
import { t } from '../../messages/text.ts';
import { useMay } from '../../shell/session-context.ts';
import { isTravelling } from '../../shell/travel.ts';
import { useDeskSearch, useSiteId } from '../../shell/use-desk.ts';
import { same } from '../../store/same.ts';
import { useDerived, useRow } from '../../store/use-row.ts';
import { formatDate, formatTimeShort } from '../../ui/format.ts';
import { RowButton } from '../../ui/row-button.tsx';
import { weekdayName } from '../../ui/weekday-name.ts';
import { useConfirmed } from '../../ui/use-confirmed.tsx';
import { WindowCalendar } from './window-calendar.tsx';
import { WindowDialog } from './window-dialog.tsx';
import { scopeWords } from './scope-words.ts';

/** Mute and maintenance windows: the week they make, and each of them. */
export function WindowList() {
  const siteId = useSiteId();
  const zone = useRow('sites', siteId)?.zone ?? 'UTC';
  const mayEdit = useMay('edit-rules', siteId);
  const travelling = isTravelling(useDeskSearch());
  const edits = mayEdit && !travelling;
  const windows = useDerived(['alertWindows'], readWindows, same, siteId, 200);
  const [editing, setEditing] = useState<AlertWindowRow | 'new' | null>(null);
  const removal = useConfirmed({
    act: ({ id }: AlertWindowRow) => removeWindow(siteId, id),
    title: ({ window }) => t('rules.remove.title', { name: window.name }),
    text: t('window-list.remove.text'),
    action: t('rules.remove'),
  });
  return (
    <>
      <p className="quiet">{t('window-list.text')}</p>
      {edits && (
        <p>
          <button type="button" className="button button-primary" onClick={() => setEditing('new')}>
            {t('window-list.new')}
          </button>
        </p>
      )}
      {windows.length === 0 ? <p>{t('window-list.none')}</p> : <WindowCalendar windows={windows} zone={zone} />}
      <ul className="rule-list">
        {windows.map((row) => (
          <li key={row.id}>
            <h2>{row.window.name}</h2>
            <p>
              {t(`window-kind.${row.window.kind}`)} · {recurrenceWords(row.window.when, zone)} ·{' '}
              {row.window.scope === undefined ? t('window-list.everything') : scopeWords(row.window.scope)}
            </p>
            <p className="quiet">{t('rules.version', { version: row.version, name: row.setBy.name })}</p>
            {edits && (
              <div className="alert-actions">
                <RowButton
                  word={t('rules.edit')}
                  name={t('rules.edit-named', { name: row.window.name })}
                  onClick={() => setEditing(row)}
                />
                <RowButton
                  word={t('rules.remove')}
                  name={t('rules.remove-named', { name: row.window.name })}
                  onClick={() => removal.ask(row)}
                />
              </div>
            )}
          </li>
        ))}
      </ul>
      {editing !== null && (
        <WindowDialog window={editing === 'new' ? null : editing.window} zone={zone} close={() => setEditing(null)} />
      )}
      {removal.dialog}
    </>
  );
}

function readWindows(): readonly AlertWindowRow[] {
  return [...live().store.tables.alertWindows.rows()].sort((left, right) =>
    left.window.name.localeCompare(right.window.name),
  );
}

function recurrenceWords(when: Recurrence, zone: string): string {
  if (when.kind === 'once') {
    const say = (at: number) => `${formatDate(at, zone)} ${formatTimeShort(at, zone)}`;
    return `${say(when.from)} – ${say(when.to)}`;
  }
  const days = when.kind === 'daily' ? t('window.daily') : when.days.map((day) => weekdayName(day, 'short')).join(', ');
  return `${days} ${when.from}–${when.to}${when.zone === undefined ? '' : ` (${when.zone})`}`;
}
