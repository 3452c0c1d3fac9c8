import { FastForward, History, Pause, Play, SkipBack, SkipForward } from 'lucide-react';
import { useEffect, useMemo, useRef, useState } from 'react';
import { live } from '../../connection/live-session.ts';
import { t } from '../../messages/text.ts';
import { plain } from '../../numbers/plain.ts';
import { SPEEDS, type DeskSearch } from '../../shell/desk-search.ts';
import { useMay } from '../../shell/session-context.ts';
import { noteProgress } from '../../shell/travel.ts';
import { useChangeSearch, useDeskSearch, useSiteId } from '../../shell/use-desk.ts';
import { useNow } from '../../store/use-now.ts';
import { useRowValue } from '../../store/use-row.ts';
import { announce } from '../../ui/announcer.tsx';
import { formatTimeShort } from '../../ui/format.ts';
import { NextAlertButton } from './next-alert-button.tsx';
import { dayOf, fromFieldValue, readMoment, toFieldValue, toIso } from '../../ui/zone-time.ts';

/** How often a playing replay notes in the address how far it is, ms. */
const NOTE_EVERY_MS = 5_000;
const STEPS_MS = [10_000, 60_000] as const;

/** The bar that takes the whole console to a past moment, and back. */
export default function ReplayBar() {
  const siteId = useSiteId();
  const mayTravel = useMay('travel-in-time', siteId);
  const zone = useRowValue('sites', siteId, (site) => site.zone);
  const dayStartsAt = useRowValue('sites', siteId, (site) => site.dayStartsAt);
  const search = useDeskSearch();
  if (!mayTravel || (zone === undefined && search.at === undefined)) return null;
  return <Bar zone={zone ?? 'UTC'} dayStartsAt={dayStartsAt ?? '00:00'} />;
}

function Bar({ zone, dayStartsAt }: { readonly zone: string; readonly dayStartsAt: string }) {
  const search = useDeskSearch();
  const change = useChangeSearch();
  const now = useNow();
  const travels = search.at !== undefined;
  const speed = search.speed ?? 0;
  const plays = travels && speed > 0;
  const [lastSpeed, setLastSpeed] = useState(10);
  if (speed > 0 && speed !== lastSpeed) setLastSpeed(speed);
  const at = travels && live().glass.asOf === null ? (readMoment(search.at ?? '', zone) ?? now) : now;
  const minute = Math.floor(at / 60_000);
  const day = useMemo(() => dayOf(minute * 60_000, zone, dayStartsAt), [minute, zone, dayStartsAt]);

  const goTo = (
    to: number,
    other: { readonly speed?: number | undefined; readonly view?: DeskSearch['view'] | undefined } = {},
  ) =>
    change(
      { at: toIso(Math.round(to), zone), view: search.view, speed: speed || undefined, ...other },
      { replace: travels },
    );
  const leave = () => {
    change({ at: undefined, speed: undefined, view: undefined });
    announce(t('travel.live-again'));
  };
  useNotedProgress(plays, zone);

  return (
    <section className="replay-bar" aria-label={t('travel.title')} data-travels={travels || undefined}>
      {travels ? (
        <strong className="travel-word">{t('travel.replay')}</strong>
      ) : (
        <span className="live-word">
          <History aria-hidden="true" size={15} /> {t('travel.title')}
        </span>
      )}
      <MomentField at={at} zone={zone} onPick={(to) => goTo(to)} />
      <span className="numeric quiet" aria-hidden="true" {...plain('moment')}>
        {formatTimeShort(day.from, zone)}
      </span>
      <DaySlider day={day} at={at} zone={zone} onPick={(to) => goTo(to)} />
      <span className="numeric quiet" aria-hidden="true" {...plain('moment')}>
        {formatTimeShort(day.to, zone)}
      </span>
      <IconButton
        label={t('travel.back', { span: t('unit.minutes', { count: 1 }) })}
        onClick={() => goTo(at - STEPS_MS[1])}
      >
        <SkipBack size={15} />
      </IconButton>
      <IconButton
        label={t('travel.back', { span: t('unit.seconds', { count: 10 }) })}
        onClick={() => goTo(at - STEPS_MS[0])}
      >
        <FastForward size={15} className="mirrored" />
      </IconButton>
      <IconButton
        label={plays ? t('travel.pause') : t('travel.play')}
        onClick={() => goTo(at, { speed: plays ? undefined : lastSpeed })}
      >
        {plays ? <Pause size={16} /> : <Play size={16} />}
      </IconButton>
      <IconButton
        label={t('travel.forward', { span: t('unit.seconds', { count: 10 }) })}
        disabled={!travels}
        onClick={() => goTo(at + STEPS_MS[0])}
      >
        <FastForward size={15} />
      </IconButton>
      <IconButton
        label={t('travel.forward', { span: t('unit.minutes', { count: 1 }) })}
        disabled={!travels}
        onClick={() => goTo(at + STEPS_MS[1])}
      >
        <SkipForward size={15} />
      </IconButton>
      {travels && <NextAlertButton at={at} onPick={(to) => goTo(to)} />}
      <select
        className="select"
        aria-label={t('travel.speed')}
        value={String(speed)}
        onChange={(event) => goTo(at, { speed: Number(event.target.value) || undefined })}
      >
        <option value="0">{t('travel.stands')}</option>
        {[...new Set([...SPEEDS, ...(speed > 0 ? [speed] : [])])].map((choice) => (
          <option key={choice} value={choice}>
            ×{choice}
          </option>
        ))}
      </select>
      {travels && (
        <select
          className="select"
          aria-label={t('travel.view')}
          title={t('travel.view-explained')}
          value={search.view ?? 'known'}
          onChange={(event) => goTo(at, { view: event.target.value === 'shown' ? 'shown' : undefined })}
        >
          <option value="known">{t('travel.known')}</option>
          <option value="shown">{t('travel.shown')}</option>
        </select>
      )}
      {travels && (
        <button type="button" className="button button-small button-primary" onClick={leave}>
          {t('travel.back-to-live')}
        </button>
      )}
    </section>
  );
}

/** While it plays, the address follows now and then without starting the replay anew. */
function useNotedProgress(plays: boolean, zone: string): void {
  const search = useDeskSearch();
  const change = useChangeSearch();
  const latest = useRef(search);
  useEffect(() => {
    latest.current = search;
  });
  useEffect(() => {
    if (!plays) return undefined;
    const timer = setInterval(() => {
      const at = toIso(Math.round(live().siteTime()), zone);
      noteProgress({ ...latest.current, at });
      change({ at }, { replace: true });
    }, NOTE_EVERY_MS);
    return () => clearInterval(timer);
  }, [plays, zone, change]);
}

/** A date and time of the site's zone; goes there on Enter or when the field is left. */
function MomentField({
  at,
  zone,
  onPick,
}: {
  readonly at: number;
  readonly zone: string;
  readonly onPick: (at: number) => void;
}) {
  const [edited, setEdited] = useState<string | null>(null);
  const pick = () => {
    const to = edited === null ? null : fromFieldValue(edited, zone);
    setEdited(null);
    if (to !== null && Math.abs(to - at) >= 1_000) onPick(to);
  };
  return (
    <input
      type="datetime-local"
      step={1}
      className="moment-field numeric"
      aria-label={t('travel.moment', { zone })}
      title={zone}
      value={edited ?? toFieldValue(at, zone)}
      onChange={(event) => setEdited(event.target.value)}
      onBlur={pick}
      onKeyDown={(event) => {
        if (event.key === 'Enter') pick();
        else if (event.key === 'Escape' && edited !== null) {
          event.preventDefault();
          setEdited(null);
        }
      }}
    />
  );
}

type SliderProps = {
  readonly day: { readonly from: number; readonly to: number };
  readonly at: number;
  readonly zone: string;
  readonly onPick: (at: number) => void;
};

/** The day as a track. Dragging shows the time; letting go, or a moment's rest, goes there. */
function DaySlider({ day, at, zone, onPick }: SliderProps) {
  const [dragged, setDragged] = useState<number | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  const minutes = Math.round((day.to - day.from) / 60_000);
  const value = dragged ?? Math.round((at - day.from) / 60_000);
  const commit = (minute: number) => {
    clearTimeout(timer.current);
    setDragged(null);
    onPick(day.from + minute * 60_000);
  };
  return (
    <input
      type="range"
      className="day-slider"
      min={0}
      max={minutes}
      step={1}
      value={value}
      aria-label={t('travel.slider')}
      aria-valuetext={formatTimeShort(day.from + value * 60_000, zone)}
      title={formatTimeShort(day.from + value * 60_000, zone)}
      onChange={(event) => {
        const minute = Number(event.target.value);
        setDragged(minute);
        clearTimeout(timer.current);
        timer.current = setTimeout(() => commit(minute), 350);
      }}
      onPointerUp={() => dragged !== null && commit(dragged)}
    />
  );
}

type IconProps = {
  readonly label: string;
  readonly onClick: () => void;
  readonly disabled?: boolean;
  readonly children: React.ReactNode;
};

function IconButton({ label, onClick, disabled = false, children }: IconProps) {
  return (
    <button
      type="button"
      className="icon-button"
      aria-label={label}
      title={label}
      onClick={onClick}
      disabled={disabled}
    >
      {children}
    </button>
  );
}
