import { Siren } from 'lucide-react';
import { memo } from 'react';
import type { EscalationRow } from '@floorwalk/shared/escalation/rows';
import { t } from '../../messages/text.ts';
import { Figure } from '../../numbers/figure.tsx';
import { plain } from '../../numbers/plain.ts';
import { useDeskActions, useSiteId } from '../../shell/use-desk.ts';
import { useNow } from '../../store/use-now.ts';
import { useRow } from '../../store/use-row.ts';
import { formatDuration, formatTimeShort } from '../../ui/format.ts';
import { SeverityGlyph } from '../../ui/severity-glyph.tsx';
import { EscalationActions } from './escalation-actions.tsx';
import { saidOf } from './said-of.ts';
import './escalation.css';

/** One escalation: how bad, what, whose it is, when it moves next; and what can be done about it. */
export const EscalationCard = memo(function EscalationCard({ row }: { readonly row: EscalationRow }) {
  const { openPanel } = useDeskActions();
  return (
    <li className="escalation-card" data-impact={row.impact} data-state={row.state}>
      <EscalationFacts row={row} />
      <EscalationActions row={row}>
        <button
          type="button"
          className="link-button"
          aria-label={t('escalation.details-named', { title: saidOf(row).title })}
          onClick={() => openPanel('escalation', row.id)}
        >
          {t('escalation.details')}
        </button>
      </EscalationActions>
    </li>
  );
});

/** What stands on the card and on top of the panel. */
export function EscalationFacts({ row }: { readonly row: EscalationRow }) {
  const siteId = useSiteId();
  const zone = useRow('sites', siteId)?.zone ?? 'UTC';
  const needed = row.acknowledgementsNeeded;
  const said = saidOf(row);
  return (
    <>
      <p className="escalation-head">
        <span className="escalation-impact" data-impact={row.impact}>
          <span aria-hidden="true">
            <SeverityGlyph severity={row.impact === 'critical' || row.impact === 'high' ? 'critical' : 'attention'} />
          </span>
          {t(`impact.${row.impact}`)}
        </span>
        <strong>{t(`escalation.state.${row.state}`)}</strong>
        {row.warRoom && (
          <span className="escalation-war-room">
            <Siren aria-hidden="true" size={14} /> {t('escalation.war-room')}
          </span>
        )}
        <NextMove row={row} />
      </p>
      <p className="escalation-what" {...plain('said')}>
        <strong>{said.title}</strong>
      </p>
      {said.body !== '' && (
        <p className="escalation-body" {...plain('said')}>
          {said.body}
        </p>
      )}
      <p className="quiet" {...plain('rows')}>
        {[
          row.policyName,
          row.state === 'notifying' && !row.warRoom
            ? t('escalation.step-of', { step: row.reached, count: row.path.length })
            : null,
          row.lap > 1 ? t('escalation.lap', { lap: row.lap }) : null,
          row.owner === null ? null : t('escalation.owner', { name: row.owner }),
          needed > 1 ? t('escalation.acknowledged-count', { count: row.acknowledgements.length, needed }) : null,
        ]
          .filter(Boolean)
          .join(' · ')}
      </p>
      {row.endedAt === null && <Promises row={row} zone={zone} />}
    </>
  );
}

/** A leaf of its own, because it changes every second. */
function NextMove({ row }: { readonly row: EscalationRow }) {
  const now = useNow();
  if (row.dueAt === null || row.state === 'requested' || row.state === 'resolved' || row.state === 'exhausted')
    return null;
  const isLast = row.state === 'notifying' && row.reached >= row.path.length;
  const time = formatDuration(row.dueAt - now);
  return (
    <Figure figure="escalation-time-left" of={row.title} value={time} className="quiet escalation-next number-words">
      {isLast ? t('escalation.next.last', { time }) : t(`escalation.next.${row.state}`, { time })}
    </Figure>
  );
}

/** What was promised by the matrix, and whether it is late. */
function Promises({ row, zone }: { readonly row: EscalationRow; readonly zone: string }) {
  const now = useNow();
  const isTaken = row.acknowledgedAt !== null || row.state === 'acknowledged';
  const at = isTaken ? row.resolveBy : row.acknowledgeBy;
  const isLate = now > at;
  const time = formatTimeShort(at, zone);
  const kind = isTaken ? 'resolve' : 'acknowledge';
  return (
    <p {...plain('moment')} className="escalation-promise" data-late={isLate || undefined}>
      {t(isLate ? `escalation.${kind}-late` : `escalation.${kind}-by`, { time })}
    </p>
  );
}
