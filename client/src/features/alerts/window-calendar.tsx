import { useState } from 'react';
import type { AlertWindowRow } from '@floorwalk/shared/alerts/rows';
import { stretchesOf } from '@floorwalk/shared/alerts/stretches';
import { live } from '../../connection/live-session.ts';
import { t } from '../../messages/text.ts';
import { formatDate, formatTimeShort } from '../../ui/format.ts';
import { dayOf } from '../../ui/zone-time.ts';

const DAYS = 7;

/** The week from a day on: when which window lies where, each day as long as it really is. */
export function WindowCalendar({
  windows,
  zone,
}: {
  readonly windows: readonly AlertWindowRow[];
  readonly zone: string;
}) {
  const [shift, setShift] = useState(0);
  const days: { readonly from: number; readonly to: number }[] = [];
  let day = dayOf(live().siteTime(), zone, '00:00');
  for (let passed = 0; passed < shift * DAYS + DAYS; passed++) {
    if (passed >= shift * DAYS) days.push(day);
    day = dayOf(day.to + 1, zone, '00:00');
  }
  return (
    <section aria-labelledby="window-week">
      <div className="calendar-head">
        <h2 id="window-week">{t('window-list.week')}</h2>
        <button
          type="button"
          className="button button-small"
          disabled={shift === 0}
          onClick={() => setShift(Math.max(0, shift - 1))}
        >
          {t('window-list.earlier')}
        </button>
        <button type="button" className="button button-small" onClick={() => setShift(shift + 1)}>
          {t('window-list.later')}
        </button>
      </div>
      <ol className="window-calendar">
        {days.map(({ from, to }) => (
          <li key={from}>
            <span className="calendar-day">{formatDate(from, zone)}</span>
            <ul className="calendar-track">
              {windows.flatMap((row) =>
                stretchesOf(row.window.when, zone, from, to).map((stretch) => {
                  const begin = Math.max(from, stretch.from);
                  const end = Math.min(to, stretch.to);
                  const times = `${formatTimeShort(begin, zone)}–${formatTimeShort(end, zone)}`;
                  return (
                    <li
                      key={`${row.id} ${stretch.from}`}
                      data-kind={row.window.kind}
                      style={{
                        left: `${((begin - from) / (to - from)) * 100}%`,
                        width: `${((end - begin) / (to - from)) * 100}%`,
                      }}
                      title={`${row.window.name}: ${times}`}
                    >
                      <span>
                        {row.window.name} <span className="numeric">{times}</span>
                      </span>
                    </li>
                  );
                }),
              )}
            </ul>
          </li>
        ))}
      </ol>
    </section>
  );
}
