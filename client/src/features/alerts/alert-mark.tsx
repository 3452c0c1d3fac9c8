import { Link } from '@tanstack/react-router';
import { Bell, BellRing, Volume2, VolumeX } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import type { AlertRow } from '@floorwalk/shared/alerts/rows';
import { live } from '../../connection/live-session.ts';
import { t } from '../../messages/text.ts';
import { isTravelling } from '../../shell/travel.ts';
import { keptSearch, useDeskSearch, useSiteId } from '../../shell/use-desk.ts';
import { announce } from '../../ui/announcer.tsx';
import { playAlertSound } from './alert-sound.ts';
import { useAlerts } from './use-alerts.ts';
import './alerts.css';

/** How many alerts fire, on every screen; says new critical ones, and sounds them where that was asked for. */
export function AlertMark() {
  const siteId = useSiteId();
  const search = useDeskSearch();
  const { firing } = useAlerts();
  const [sound, setSound] = useState(false);
  const critical = firing.filter((alert) => alert.severity === 'critical').length;
  useNewCritical(siteId, firing, sound, isTravelling(search));
  const words =
    critical > 0
      ? t('alerts.count-critical', { count: firing.length, critical })
      : t('alerts.count', { count: firing.length });
  const Icon = firing.length > 0 ? BellRing : Bell;
  const Sound = sound ? Volume2 : VolumeX;
  return (
    <span className="alert-mark">
      <Link
        to={`/sites/${encodeURIComponent(siteId)}/alerts`}
        search={keptSearch(search) as never}
        className="icon-button alert-count"
        data-severity={critical > 0 ? 'critical' : firing.length > 0 ? 'attention' : undefined}
        aria-label={words}
        title={words}
      >
        <Icon aria-hidden="true" size={18} />
        {firing.length > 0 && (
          <span className="numeric" aria-hidden="true">
            {firing.length}
          </span>
        )}
      </Link>
      <button
        type="button"
        className="icon-button"
        aria-pressed={sound}
        aria-label={t(sound ? 'alerts.sound-off' : 'alerts.sound-on')}
        title={t(sound ? 'alerts.sound-off' : 'alerts.sound-on')}
        onClick={() => {
          if (!sound) playAlertSound();
          setSound(!sound);
        }}
      >
        <Sound aria-hidden="true" size={16} />
      </button>
    </span>
  );
}

/** What fired before the page was opened is no news, and what is silenced is none either; what fired while the page came up is. */
function useNewCritical(siteId: string, firing: readonly AlertRow[], sound: boolean, travelling: boolean): void {
  const known = useRef<{ readonly place: string; readonly keys: Set<string> } | null>(null);
  useEffect(() => {
    const place = `${siteId} ${travelling}`;
    const keys = new Set(firing.map((alert) => `${alert.id} ${alert.firedAt}`));
    const before = known.current;
    known.current = { place, keys };
    if (travelling || (before !== null && before.place !== place)) return;
    const openedAt = live().siteTime() - performance.now();
    const isNew = (alert: AlertRow) =>
      before === null ? (alert.firedAt ?? 0) >= openedAt : !before.keys.has(`${alert.id} ${alert.firedAt}`);
    const news = firing.filter(
      (alert) =>
        alert.severity === 'critical' &&
        isNew(alert) &&
        (alert.silencedUntil === null || alert.silencedUntil <= live().siteTime()),
    );
    const [first] = news;
    if (first === undefined) return;
    announce(t('alerts.announce', { name: first.ruleName, subject: first.subjectName }), 'assertive');
    if (sound) playAlertSound();
  }, [siteId, firing, sound, travelling]);
}
