import { useRef, useState, type KeyboardEvent } from 'react';
import type { RotationAnswer } from '@floorwalk/shared/api/escalation';
import { t } from '../../messages/text.ts';
import { formatDate, formatTimeShort } from '../../ui/format.ts';
import { weekdayName } from '../../ui/weekday-name.ts';
import { partsOf, type CalendarDay } from './calendar-days.ts';

type Shift = RotationAnswer['shifts'][number];
type Days = { readonly first: number; readonly last: number };

/** How far a key goes, in days. */
const KEYS: Readonly<Record<string, number>> = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 };

/**
 * Who is on call, week by week, by the site's calendar. Days are chosen by pointer (also several, by drawing over them) or by arrow keys, with Shift
 * several; `choose` gets the span chosen. Without it the calendar is only read.
 */
export function OnCallCalendar({
  name,
  weeks,
  shifts,
  zone,
  now,
  choose,
}: {
  readonly name: string;
  readonly weeks: readonly (readonly CalendarDay[])[];
  readonly shifts: readonly Shift[];
  readonly zone: string;
  readonly now: number;
  readonly choose: ((from: number, until: number) => void) | null;
}) {
  const days = weeks.flat();
  const today = days.findIndex((day) => day.from <= now && now < day.to);
  const [focused, setFocused] = useState<number | null>(null);
  const [span, setSpan] = useState<{ readonly anchor: number; readonly end: number } | null>(null);
  const drawing = useRef(false);
  const table = useRef<HTMLTableElement>(null);
  const chosen = span === null ? null : ordered(span.anchor, span.end);
  const isPast = (index: number) => (days[index]?.to ?? 0) <= now;
  const current = focused ?? Math.max(0, today);

  const finish = (picked: Days) => {
    const [first, last] = [days[picked.first], days[picked.last]];
    setSpan(null);
    if (choose === null || first === undefined || last === undefined || last.to <= now) return;
    choose(Math.max(first.from, now), last.to);
  };
  const onKeyDown = (event: KeyboardEvent, index: number) => {
    if (event.key === 'Enter' || event.key === ' ') {
      event.preventDefault();
      finish(chosen ?? { first: index, last: index });
      return;
    }
    const step = KEYS[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const next = Math.min(days.length - 1, Math.max(0, index + step));
    setFocused(next);
    setSpan(event.shiftKey ? { anchor: span?.anchor ?? index, end: next } : null);
    table.current?.querySelector<HTMLElement>(`[data-day="${next}"]`)?.focus();
  };

  return (
    <div className="table-frame">
      <table
        ref={table}
        className="on-call-calendar"
        role={choose === null ? undefined : 'grid'}
        aria-label={t('on-call.calendar', { name })}
        aria-multiselectable={choose === null ? undefined : true}
        onPointerLeave={() => {
          if (drawing.current) setSpan(null);
          drawing.current = false;
        }}
      >
        <thead>
          <tr>
            {[1, 2, 3, 4, 5, 6, 7].map((day) => (
              <th key={day} scope="col">
                {weekdayName(day, 'short')}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {weeks.map((week, row) => (
            <tr key={week[0]?.from}>
              {week.map((day, column) => {
                const index = row * 7 + column;
                const parts = partsOf(day, shifts);
                const isChosen = chosen !== null && index >= chosen.first && index <= chosen.last;
                const acts = choose !== null && {
                  role: 'gridcell',
                  tabIndex: index === current ? 0 : -1,
                  'aria-selected': isChosen,
                  'aria-disabled': isPast(index) || undefined,
                  onFocus: () => setFocused(index),
                  onKeyDown: (event: KeyboardEvent) => onKeyDown(event, index),
                  onPointerDown: () => {
                    drawing.current = true;
                    setSpan({ anchor: index, end: index });
                  },
                  onPointerEnter: () => {
                    if (drawing.current && span !== null) setSpan({ ...span, end: index });
                  },
                  onPointerUp: () => {
                    if (drawing.current && span !== null) finish(ordered(span.anchor, index));
                    drawing.current = false;
                  },
                };
                return (
                  <td
                    key={day.from}
                    data-day={index}
                    data-today={index === today || undefined}
                    data-past={isPast(index) || undefined}
                    data-chosen={isChosen || undefined}
                    {...acts}
                  >
                    <time className="numeric">
                      {day.dayOfMonth === 1 ? formatDate(day.from, zone) : day.dayOfMonth}
                    </time>
                    <span className="visually-hidden">
                      {weekdayName(column + 1, 'long')} {formatDate(day.from, zone)}
                    </span>
                    {parts.map(({ shift, from }) => (
                      <span key={from} className="on-call-part" data-override={shift.overrideId !== null || undefined}>
                        {from > day.from && <span className="numeric quiet">{formatTimeShort(from, zone)} </span>}
                        {shift.name}
                        {shift.overrideId !== null && (
                          <span className="visually-hidden"> ({t('on-call.stands-in')})</span>
                        )}
                      </span>
                    ))}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function ordered(one: number, other: number): Days {
  return { first: Math.min(one, other), last: Math.max(one, other) };
}
