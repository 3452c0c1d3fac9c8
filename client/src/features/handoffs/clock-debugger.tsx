import { useState, type KeyboardEvent } from 'react';
import type { ClockAnswer } from '@floorwalk/shared/api/handoffs';
import type { MessageKey } from '../../messages/message-key.ts';
import { t } from '../../messages/text.ts';
import { plain } from '../../numbers/plain.ts';
import { FigureCell } from '../../numbers/figure-cell.tsx';
import { Figure } from '../../numbers/figure.tsx';
import { useNow } from '../../store/use-now.ts';
import { ScrollRegion } from '../../ui/scroll-region.tsx';
import { businessWords, lineMoment, momentWords } from './handoff-words.ts';

type Segment = ClockAnswer['segments'][number];

/** What the bar is drawn in; it is stretched to the width there is. */
const WIDTH = 1_000;
const HEIGHT = 44;
/** Kinds differ in height too, so that they are told apart without colour. */
const BARS: Record<Segment['kind'], { readonly y: number; readonly height: number }> = {
  counted: { y: 4, height: 36 },
  paused: { y: 16, height: 24 },
  closed: { y: 32, height: 8 },
  holiday: { y: 26, height: 14 },
};

/** The clock of one handoff taken apart: every stretch of time with what it was and why, drawn and as a table. */
export function ClockDebugger({ clock, isOpen }: { readonly clock: ClockAnswer; readonly isOpen: boolean }) {
  const live = useNow();
  const now = isOpen ? Math.max(live, clock.from) : clock.now;
  const to = isOpen ? Math.max(clock.to, now) : clock.to;
  const [active, setActive] = useState<number | null>(null);
  const { zone } = clock;
  const segments = isOpen && clock.dueAt === null ? upTo(clock.segments, now) : clock.segments;
  const span = to - clock.from;
  const x = (at: number) => ((Math.min(to, Math.max(clock.from, at)) - clock.from) / span) * WIDTH;
  const onKeyDown = (event: KeyboardEvent) => {
    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    if (step === 0) return;
    event.preventDefault();
    setActive((last) => Math.min(segments.length - 1, Math.max(0, (last ?? (step > 0 ? -1 : segments.length)) + step)));
  };
  const shown = active === null ? undefined : segments[active];
  const marks = marksOf(clock, isOpen ? now : null);
  return (
    <section aria-labelledby="clock-title" className="clock-debugger">
      <h3 id="clock-title">{t('clock.title')}</h3>
      <p className="clock-left" data-broken={clock.breachedAt !== null || undefined}>
        <Figure figure="handoff-time-left" of={t('clock.title')} className="number-words">
          {leftWords(clock, isOpen, now)}
        </Figure>
      </p>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- the arrow keys walk along the line */}
      <div
        className="clock-line"
        role="group"
        aria-label={t('clock.line')}
        aria-describedby="clock-shown"
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- one stop for the whole line; the table below has every stretch
        tabIndex={0}
        onKeyDown={onKeyDown}
        onFocus={() => setActive((last) => last ?? 0)}
      >
        <svg
          viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
          width="100%"
          height={HEIGHT}
          preserveAspectRatio="none"
          aria-hidden="true"
        >
          {segments.map((segment, index) => (
            <rect
              key={segment.from}
              x={x(segment.from)}
              width={Math.max(1.5, x(segment.to) - x(segment.from))}
              {...BARS[segment.kind]}
              data-kind={segment.kind}
              data-future={segment.from >= now || undefined}
              data-active={index === active || undefined}
              onMouseEnter={() => setActive(index)}
            />
          ))}
          {marks.map(({ kind, at }) => (
            <line key={kind} x1={x(at)} x2={x(at)} y1={0} y2={HEIGHT} data-mark={kind} />
          ))}
        </svg>
      </div>
      <p id="clock-shown" className="clock-shown numeric" {...plain('moment')} aria-live="polite">
        {shown === undefined ? t('clock.hint') : segmentWords(shown, zone, span)}
      </p>
      <ul className="clock-marks" {...plain('moment')}>
        {marks.map(({ kind, at }) => (
          <li key={kind} data-mark={kind}>
            {t(`clock.mark.${kind}` as MessageKey)} <span className="numeric">{momentWords(at, zone)}</span>
          </li>
        ))}
        <li className="quiet">{t('clock.by-hours', { version: clock.hoursVersion, zone })}</li>
      </ul>
      <ScrollRegion labelledBy="clock-title" className="clock-table">
        <table className="table">
          <caption className="visually-hidden">{t('clock.table')}</caption>
          <thead>
            <tr>
              <th scope="col">{t('clock.column.what')}</th>
              <th scope="col">{t('clock.column.from')}</th>
              <th scope="col">{t('clock.column.to')}</th>
              <th scope="col" className="cell-number">
                {t('clock.column.lasts')}
              </th>
            </tr>
          </thead>
          <tbody>
            {segments.map((segment, index) => (
              <tr key={segment.from} data-active={index === active || undefined} onMouseEnter={() => setActive(index)}>
                <td>
                  <span className="clock-swatch" data-kind={segment.kind} aria-hidden="true" /> {reasonWords(segment)}
                  {segment.from >= now && <span className="quiet"> · {t('clock.ahead')}</span>}
                </td>
                <td className="numeric" {...plain('moment')}>
                  {lineMoment(segment.from, zone, span)}
                </td>
                <td className="numeric" {...plain('moment')}>
                  {lineMoment(segment.to, zone, span)}
                </td>
                <FigureCell
                  figure="clock-segment"
                  of={reasonWords(segment)}
                  text={businessWords(segment.to - segment.from)}
                />
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollRegion>
      {clock.isCut && <p className="page-note">{t('clock.cut', { count: segments.length })}</p>}
    </section>
  );
}

/** While the clock stands, what it stands for lasts on. */
function upTo(segments: readonly Segment[], now: number): readonly Segment[] {
  const last = segments.at(-1);
  return last === undefined || last.to >= now ? segments : [...segments.slice(0, -1), { ...last, to: now }];
}

type Mark = { readonly kind: 'accept' | 'warned' | 'due' | 'broken' | 'now'; readonly at: number };

function marksOf({ acceptDueAt, warnAt, dueAt, breachedAt }: ClockAnswer, now: number | null): readonly Mark[] {
  const marks: Mark[] = [];
  if (acceptDueAt !== null) marks.push({ kind: 'accept', at: acceptDueAt });
  if (warnAt !== null) marks.push({ kind: 'warned', at: warnAt });
  if (breachedAt !== null) marks.push({ kind: 'broken', at: breachedAt });
  else if (dueAt !== null) marks.push({ kind: 'due', at: dueAt });
  if (now !== null) marks.push({ kind: 'now', at: now });
  return marks;
}

/** Business time that has counted by a moment, from the segments, which reach to when it is due. */
function countedBy({ segments, countedMs, now }: ClockAnswer, at: number): number {
  const since = segments
    .filter(({ kind }) => kind === 'counted')
    .reduce((sum, { from, to }) => sum + Math.max(0, Math.min(to, at) - Math.max(from, now)), 0);
  return countedMs + since;
}

function leftWords(clock: ClockAnswer, isOpen: boolean, now: number): string {
  const { zone, promiseMs, dueAt, breachedAt, segments } = clock;
  const counted = countedBy(clock, now);
  const promised = businessWords(promiseMs);
  if (!isOpen)
    return t(breachedAt === null ? 'clock.took' : 'clock.took-broken', { took: businessWords(counted), promised });
  if (breachedAt !== null)
    return t('clock.broken', { over: businessWords(counted - promiseMs), moment: momentWords(breachedAt, zone) });
  const left = businessWords(promiseMs - counted);
  if (dueAt !== null) return t('clock.left', { left, moment: momentWords(dueAt, zone) });
  const pause = segments.findLast((segment) => segment.pause !== null)?.pause;
  return t('clock.stands', { left, reason: pause == null ? '' : t(`pause.${pause}` as MessageKey) });
}

function reasonWords({ kind, holiday, pause, note }: Segment): string {
  const what =
    kind === 'holiday' ? t('clock.kind.holiday', { name: holiday ?? '' }) : t(`clock.kind.${kind}` as MessageKey);
  const why = pause === null ? '' : t(`pause.${pause}` as MessageKey);
  return [what, why, note ?? ''].filter((part) => part !== '').join(' · ');
}

function segmentWords(segment: Segment, zone: string, spanMs: number): string {
  const when = `${lineMoment(segment.from, zone, spanMs)} – ${lineMoment(segment.to, zone, spanMs)}`;
  return `${reasonWords(segment)}: ${when} (${businessWords(segment.to - segment.from)})`;
}
