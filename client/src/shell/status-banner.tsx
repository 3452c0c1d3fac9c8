import { AlertTriangle, CloudOff, RefreshCw, Snail } from 'lucide-react';
import type { LucideIcon } from 'lucide-react';
import { Suspense, useEffect, useRef, useState, type ReactNode } from 'react';
import { live } from '../connection/live-session.ts';
import { t } from '../messages/text.ts';
import { useGlass, useSyncStatus } from '../store/use-now.ts';
import { useRowValue } from '../store/use-row.ts';
import { announce } from '../ui/announcer.tsx';
import { formatTime } from '../ui/format.ts';
import { lazyPart } from './lazy-screen.ts';
import { useSiteId } from './use-desk.ts';

const PastNote = lazyPart(() => import('./past-note.tsx'));

/** What is wrong with the data on show, across the width; nothing when nothing is. The worst first, one at a time. */
export function StatusBanner({ zone }: { readonly zone: string }) {
  const status = useSyncStatus();
  const glass = useGlass();
  const parkedCount = useRowValue('sites', useSiteId(), (site) => site.parkedCount) ?? 0;
  const since = glass.asOf === null ? null : formatTime(glass.asOf, zone);
  const offline = glass.freshness === 'offline';
  useAnnouncedFreshness(glass.freshness, since);
  if (status.outdated) {
    return (
      <Banner icon={RefreshCw} tone="attention" action={<ReloadButton />}>
        {t('banner.outdated')}
      </Banner>
    );
  }
  if (offline || glass.freshness === 'stale') {
    return (
      <Banner icon={CloudOff} tone="critical" action={<RetryButton />}>
        <strong>{since ? t('freshness.not-updating-since', { time: since }) : t('freshness.offline')}</strong>{' '}
        {offline ? <RetryText /> : status.topic === 'failing' ? t('banner.failing') : t('banner.silent')}
      </Banner>
    );
  }
  if (glass.silentSource) {
    return (
      <Banner icon={AlertTriangle} tone="attention">
        {t('freshness.source-silent', {
          source: glass.silentSource.id,
          time: formatTime(glass.silentSource.since, zone),
        })}
      </Banner>
    );
  }
  if (status.behindMs !== null && status.behindMs > 2_000) {
    return (
      <Banner icon={Snail} tone="quiet">
        {t('banner.reduced-rate')}
      </Banner>
    );
  }
  if (parkedCount > 0) {
    return (
      <Banner icon={AlertTriangle} tone="attention">
        {t('banner.parked', { count: parkedCount })}
      </Banner>
    );
  }
  return (
    <Suspense fallback={null}>
      <PastNote zone={zone} />
    </Suspense>
  );
}

/** Says changes for the worse and back once, for those who do not see the banner. */
function useAnnouncedFreshness(freshness: string, since: string | null): void {
  const last = useRef(freshness);
  useEffect(() => {
    const before = last.current;
    last.current = freshness;
    if (before === freshness) return;
    const bad = (state: string) => state === 'stale' || state === 'offline';
    if (bad(freshness) && !bad(before)) announce(t('freshness.not-updating-since', { time: since ?? '' }), 'assertive');
    else if (bad(before) && !bad(freshness)) announce(t('banner.live-again'));
  }, [freshness, since]);
}

function RetryText() {
  const { retryAt } = useSyncStatus();
  const seconds = useSecondsUntil(retryAt);
  return (
    <>
      {t('freshness.reconnecting')}
      {seconds > 0 && ` · ${t('freshness.next-try', { seconds })}`}
    </>
  );
}

/** Whole seconds until a moment of the monotonic clock; 0 without one, and once it has passed. */
function useSecondsUntil(at: number | null): number {
  const [seconds, setSeconds] = useState(0);
  useEffect(() => {
    const look = () => setSeconds(at === null ? 0 : Math.max(0, Math.ceil((at - performance.now()) / 1_000)));
    const first = setTimeout(look, 0);
    const timer = setInterval(look, 1_000);
    return () => {
      clearTimeout(first);
      clearInterval(timer);
    };
  }, [at]);
  return seconds;
}

function RetryButton() {
  return (
    <button type="button" className="button button-small" onClick={() => live().sync.retryNow()}>
      {t('action.retry')}
    </button>
  );
}

function ReloadButton() {
  return (
    <button type="button" className="button button-small" onClick={() => window.location.reload()}>
      {t('action.reload')}
    </button>
  );
}

type BannerProps = {
  readonly icon: LucideIcon;
  readonly tone: 'critical' | 'attention' | 'quiet';
  readonly children: ReactNode;
  readonly action?: ReactNode;
};

function Banner({ icon: Icon, tone, children, action }: BannerProps) {
  return (
    <section className="banner" data-tone={tone} aria-label={t('diagnostics.title')}>
      <Icon aria-hidden="true" size={18} />
      <span>{children}</span>
      {action}
    </section>
  );
}
