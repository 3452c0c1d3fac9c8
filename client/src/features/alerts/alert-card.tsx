import { useMutation } from '@tanstack/react-query';
import { memo, Suspense, useState } from 'react';
import { Button, Dialog, DialogTrigger, Popover } from 'react-aria-components';
import { decidingEvidence } from '@floorwalk/shared/alerts/deciding-evidence';
import type { AlertRow } from '@floorwalk/shared/alerts/rows';
import { acknowledge } from '../../api/alerts.ts';
import { Figure } from '../../numbers/figure.tsx';
import { plain } from '../../numbers/plain.ts';
import { useFeatures } from '../../shell/feature-slots.ts';
import type { MessageKey } from '../../messages/message-key.ts';
import { t } from '../../messages/text.ts';
import { lazyScreen } from '../../shell/lazy-screen.ts';
import { useMay } from '../../shell/session-context.ts';
import { isTravelling } from '../../shell/travel.ts';
import { useDeskSearch, useSiteId } from '../../shell/use-desk.ts';
import { useNow } from '../../store/use-now.ts';
import { useRow } from '../../store/use-row.ts';
import { FormProblem } from '../../ui/form-parts.tsx';
import { formatDuration, formatTime, formatTimeShort, formatCount, formatValue } from '../../ui/format.ts';
import { RowButton } from '../../ui/row-button.tsx';
import { Skeleton } from '../../ui/state-note.tsx';
import { alertMetricUnit } from './alert-metric-words.ts';
import { AlertSeverity } from './alert-severity.tsx';
import { evidenceLine } from './evidence-line.ts';
import { suppressedWords } from './suppressed-words.ts';
import { isFiring } from './use-alerts.ts';
import { useOpenMoment } from './use-open-moment.ts';

const AlertWhy = lazyScreen(async () => ({ default: (await import('./alert-why.tsx')).AlertWhy }));
const SilenceDialog = lazyScreen(async () => ({ default: (await import('./silence-dialog.tsx')).SilenceDialog }));

/** One alert: how bad, what, where, since when, by which numbers; and what can be done about it. */
export const AlertCard = memo(function AlertCard({ alert }: { readonly alert: AlertRow }) {
  const siteId = useSiteId();
  const zone = useRow('sites', siteId)?.zone ?? 'UTC';
  const seek = useOpenMoment();
  const mayAct = useMay('acknowledge-alerts', siteId);
  // Nothing is acted on by accident in the past.
  const travelling = isTravelling(useDeskSearch());
  const acts = mayAct && !travelling;
  const [silencing, setSilencing] = useState(false);
  const taking = useMutation({
    mutationFn: () => acknowledge(siteId, alert.id, { firedAt: alert.firedAt ?? 0 }),
  });
  const found = decidingEvidence(alert.evidence);
  const named = { name: alert.ruleName, subject: alert.subjectName };
  const beganAt = alert.firedAt ?? alert.pendingAt;
  return (
    <li className="alert-card" data-severity={alert.severity} data-state={alert.state}>
      <p className="alert-head">
        <AlertSeverity severity={alert.severity} />
        {alert.state !== 'firing' && <span className="quiet">{t(`alert-state.${alert.state}` as MessageKey)}</span>}
        <AlertSince alert={alert} zone={zone} />
      </p>
      <p className="alert-what">
        <strong>{alert.ruleName}</strong>
        <span className="alert-where">{alert.subjectName}</span>
      </p>
      {found && (
        <p className="alert-value numeric">
          <Figure
            figure={found.metric}
            of={alert.subjectName}
            value={formatValue(found.value, alertMetricUnit(found.metric))}
            above={found.numerator === null ? undefined : formatCount(found.numerator)}
            below={found.denominator === null ? undefined : formatCount(found.denominator)}
            className="number-words"
          >
            {evidenceLine(found)}
          </Figure>
        </p>
      )}
      {alert.acknowledgedBy && (
        <p className="quiet">
          {t('alert.acknowledged-by', { name: alert.acknowledgedBy.name })}
          {alert.acknowledgedNote !== null && `: ${alert.acknowledgedNote}`}
        </p>
      )}
      {alert.suppressedBy?.kind === 'inhibition' && <p className="quiet">{suppressedWords(alert)}</p>}
      <SilencedUntil until={alert.silencedUntil} zone={zone} />
      <div className="alert-actions">
        {acts && isFiring(alert) && alert.acknowledgedBy === null && (
          <RowButton
            word={t('alert.acknowledge')}
            name={t('alert.acknowledge-named', named)}
            tone="primary"
            isBusy={taking.isPending}
            onClick={() => taking.mutate()}
          />
        )}
        <DialogTrigger>
          <Button className="button button-small" aria-label={t('alert.why-named', named)}>
            {t('alert.why')}
          </Button>
          <Popover className="alert-why">
            <Dialog aria-label={t('evidence.title')}>
              <Suspense fallback={<Skeleton rows={4} label={t('state.loading')} />}>
                <AlertWhy alert={alert} zone={zone} />
              </Suspense>
            </Dialog>
          </Popover>
        </DialogTrigger>
        {seek && beganAt !== null && (
          <RowButton
            word={t('alert.open-moment')}
            name={t('alert.open-moment-named', named)}
            onClick={() => seek(beganAt)}
          />
        )}
        {acts && alert.state !== 'resolved' && (
          <RowButton
            word={t('alert.silence')}
            name={t('alert.silence-named', named)}
            onClick={() => setSilencing(true)}
          />
        )}
        {acts && <MoreActions alert={alert} />}
      </div>
      <FormProblem error={taking.error} />
      {silencing && (
        <Suspense fallback={null}>
          <SilenceDialog alert={alert} close={() => setSilencing(false)} />
        </Suspense>
      )}
    </li>
  );
});

/** What other parts of the desk offer to do about it. */
function MoreActions({ alert }: { readonly alert: AlertRow }) {
  return useFeatures().map(
    ({ id, AlertActions }) =>
      AlertActions && (
        <Suspense key={id} fallback={null}>
          <AlertActions alert={alert} />
        </Suspense>
      ),
  );
}

/** A leaf of its own, because it changes every second. */
function AlertSince({ alert, zone }: { readonly alert: AlertRow; readonly zone: string }) {
  const now = useNow();
  const began = alert.firedAt ?? alert.pendingAt ?? now;
  if (alert.resolvedAt !== null) {
    return (
      <span className="quiet numeric" {...plain('moment')}>
        {t('alert.from-to', { from: formatTime(began, zone), to: formatTime(alert.resolvedAt, zone) })}
      </span>
    );
  }
  return (
    <Figure
      figure="alert-standing-time"
      of={`${alert.ruleName} · ${alert.subjectName}`}
      value={formatDuration(now - began)}
      className="quiet number-words"
    >
      {t('alert.since', { time: formatTimeShort(began, zone), duration: formatDuration(now - began) })}
    </Figure>
  );
}

function SilencedUntil({ until, zone }: { readonly until: number | null; readonly zone: string }) {
  const now = useNow();
  if (until === null || until <= now) return null;
  return (
    <p className="quiet" {...plain('moment')}>
      {t('alert.silenced-until', { time: formatTimeShort(until, zone) })}
    </p>
  );
}
