import type { AlertRow } from '@floorwalk/shared/alerts/rows';
import type { Glass } from '../connection/live-session.ts';
import { t } from '../messages/text.ts';
import { alertLines } from './alert-lines.ts';
import { formatTimeOfDay } from './format-value.ts';

/** A line across the whole width, above the tiles and their rotation. */
export type Band = {
  readonly key: string;
  readonly kind: 'stale' | 'critical' | 'warning';
  readonly text: string;
};

/** Says that numbers do not follow, since when, and what is being done about it. `now` is the site's time of the last numbers, epoch ms. */
export function staleBands(about: {
  readonly loaded: boolean;
  readonly gaveUp: boolean;
  readonly glass: Glass;
  readonly now: number;
  readonly zone: string | undefined;
  readonly locale: string;
}): Band[] {
  const { loaded, gaveUp, glass, now, zone, locale } = about;
  const band = (text: string): Band[] => [{ key: 'stale', kind: 'stale', text }];
  if (!loaded) return band(t('tv.band.never'));
  const time = formatTimeOfDay(now, zone, locale, true);
  if (gaveUp) return band(t('tv.band.stuck', { time }));
  if (glass.freshness === 'offline') return band(t('tv.band.offline', { time }));
  const silent = glass.silentSource;
  if (silent !== null) {
    return band(t('tv.band.source', { source: silent.id, time: formatTimeOfDay(silent.since, zone, locale, true) }));
  }
  return glass.freshness === 'stale' || glass.grey ? band(t('tv.band.not-updating', { time })) : [];
}

/** The alerts that stand; none where the screen sees none. */
export function alertBands(alerts: Iterable<AlertRow>, now: number, zone: string | undefined, locale: string): Band[] {
  const { lines, moreCount } = alertLines(alerts, now);
  return lines.map((line, index) => {
    const words = t('tv.alert', {
      subject: line.subjectName,
      rule: line.ruleName,
      time: formatTimeOfDay(line.since, zone, locale, false),
    });
    const isLast = index === lines.length - 1;
    return {
      key: line.id,
      kind: line.severity,
      text: isLast && moreCount > 0 ? `${words} · ${t('tv.alerts.more', { count: moreCount })}` : words,
    };
  });
}
