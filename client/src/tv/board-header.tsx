import { memo, useEffect, useState, type ReactNode } from 'react';
import { t } from '../messages/text.ts';
import { siteNow } from '@floorwalk/shared/sites/site-clock';
import type { Freshness } from '../connection/freshness.ts';
import { live } from '../connection/live-session.ts';
import { formatTimeOfDay } from './format-value.ts';
import { timeLeft, type Rotation } from './rotation.ts';
import { units } from './tile-view.tsx';

export type ShownFreshness = Freshness | 'connecting';

/** The line above the tiles: whose board, how fresh, what time, and which page. */
export function BoardHeader({
  name,
  pageTitle,
  heightUnits,
  textUnits,
  freshness,
  ageSeconds,
  clock,
  pages,
}: {
  readonly name: string;
  readonly pageTitle: string;
  readonly heightUnits: number;
  readonly textUnits: number;
  readonly freshness: ShownFreshness;
  readonly ageSeconds: number;
  readonly clock: ReactNode;
  readonly pages: ReactNode;
}): ReactNode {
  return (
    <header className="board-header" style={{ height: units(heightUnits), fontSize: units(textUnits) }}>
      <h1 className="board-name">{name}</h1>
      {pageTitle !== '' && <p className="board-page-title">{pageTitle}</p>}
      <p className="board-freshness" data-freshness={freshness}>
        <span className="board-dot" aria-hidden="true" />
        {freshness === 'delayed' ? t('freshness.delayed', { seconds: ageSeconds }) : t(`freshness.${freshness}`)}
      </p>
      {clock}
      {pages}
    </header>
  );
}

/** The site's time, ticking at its own seconds, also while the numbers stand still. */
export function HeaderClock({
  siteId,
  zone,
  locale,
}: {
  readonly siteId: string;
  readonly zone: string | undefined;
  readonly locale: string;
}): ReactNode {
  const [now, setNow] = useState(() => timeOfSite(siteId));
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout>;
    const tick = (): void => {
      setNow(timeOfSite(siteId));
      timer = setTimeout(tick, 1005 - (live().clock.now() % 1000));
    };
    tick();
    return () => clearTimeout(timer);
  }, [siteId]);
  return <p className="board-clock">{formatTimeOfDay(now, zone, locale, true)}</p>;
}

function timeOfSite(siteId: string): number {
  const site = live().store.tables.sites.row(siteId);
  const now = live().clock.now();
  return site === undefined ? now : siteNow(site.clock, now, site.latestEventAt);
}

const RADIUS = 7;
const ROUND = 2 * Math.PI * RADIUS;

/** Which page, how long it still stays (moving once a second), and the button that stops the rotation. */
export const PageRing = memo(function PageRing({
  rotation,
  count,
  everyMs,
  onPause,
}: {
  readonly rotation: Rotation;
  readonly count: number;
  readonly everyMs: number;
  readonly onPause: () => void;
}): ReactNode {
  const [now, setNow] = useState(() => performance.now());
  useEffect(() => {
    const look = (): void => setNow(performance.now());
    const timer = setInterval(look, 1000);
    return () => clearInterval(timer);
  }, []);
  const paused = rotation.pausedAt !== null;
  const label = t('tv.page', { page: rotation.page + 1, count });
  const gone = ROUND * (1 - timeLeft(rotation, now, everyMs));
  return (
    <button
      type="button"
      className="board-ring"
      aria-label={paused ? `${label}, ${t('tv.paused')}` : label}
      aria-pressed={paused}
      onClick={onPause}
    >
      <span className="board-ring-count">
        {rotation.page + 1}/{count}
      </span>
      <svg viewBox="0 0 20 20" aria-hidden="true">
        <circle className="board-ring-track" cx="10" cy="10" r={RADIUS} />
        <circle
          className="board-ring-left"
          cx="10"
          cy="10"
          r={RADIUS}
          strokeDasharray={ROUND}
          strokeDashoffset={Math.round(gone * 10) / 10}
        />
        {paused && <path className="board-ring-pause" d="M8 7v6M12 7v6" />}
      </svg>
    </button>
  );
});
