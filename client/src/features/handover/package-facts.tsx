import type { HandoverPackage } from '@floorwalk/shared/handover/handover-package';
import { t } from '../../messages/text.ts';
import { plain } from '../../numbers/plain.ts';
import { useDeskActions } from '../../shell/use-desk.ts';
import { useNow } from '../../store/use-now.ts';
import { DASH, formatConfidence, formatDuration, formatTime } from '../../ui/format.ts';
import { reasonWords } from './handover-words.ts';

/** What a person has to know before the first word, and what to do next. */
export function PackageFacts({ handed, zone }: { readonly handed: HandoverPackage; readonly zone: string }) {
  const { openPanel } = useDeskActions();
  const { customer, sentiment, slots, tried, promise, summary, contactId } = handed;
  const facts = Object.entries(slots);
  const [first] = handed.reasons;
  return (
    <div className="package-facts">
      <p className="next-step">
        <strong>{t('handover.next-step')}</strong>{' '}
        {t(first === undefined ? 'handover.next.none' : `handover.next.${first}`)}
      </p>
      <dl {...plain('said')}>
        <dt>{t('handover.summary')}</dt>
        <dd>
          {summary.text === '' ? DASH : summary.text}{' '}
          <small className="quiet">{t('handover.summary-extractive')}</small>
        </dd>
        {handed.reasons.length > 0 && (
          <>
            <dt>{t('handover.why')}</dt>
            <dd>{reasonWords(handed.reasons)}</dd>
          </>
        )}
        <dt>{t('handover.intent')}</dt>
        <dd>
          {handed.intent === null ? DASH : `${handed.intent.intent} ${formatConfidence(handed.intent.confidence)}`}
          {handed.runnerUp !== null && (
            <span className="quiet">
              {' '}
              {t('handover.or-runner-up', {
                intent: handed.runnerUp.intent,
                confidence: formatConfidence(handed.runnerUp.confidence),
              })}
            </span>
          )}
        </dd>
        <dt>{t('handover.customer')}</dt>
        <dd>
          {customer.tier ?? DASH}
          {customer.isHighValue && <strong> {t('handover.high-value')}</strong>}
          {customer.ref !== null && <span className="quiet"> {customer.ref}</span>}
          {contactId !== null && (
            <>
              {' '}
              <button type="button" className="link-button" onClick={() => openPanel('contact', contactId)}>
                {t('handover.history')}
              </button>
            </>
          )}
        </dd>
        <dt>{t('handover.sentiment')}</dt>
        <dd>
          {sentiment.latest === null
            ? DASH
            : t('handover.sentiment-value', {
                latest: formatConfidence(sentiment.latest),
                lowest: formatConfidence(sentiment.lowest),
              })}
        </dd>
        <dt>{t('handover.facts')}</dt>
        <dd>{facts.length === 0 ? DASH : facts.map(([slot, value]) => `${slot}: ${value}`).join(', ')}</dd>
        <dt>{t('handover.tried')}</dt>
        <dd>{tried.length === 0 ? DASH : tried.join(', ')}</dd>
        <dt>{t('handover.promise')}</dt>
        <dd>
          {promise === null ? DASH : promise.text}
          {promise?.dueAt != null && <span className="quiet"> {formatTime(promise.dueAt, zone)}</span>}
        </dd>
        {handed.serviceLevel.respondBy !== null && (
          <>
            <dt>{t('handover.sla')}</dt>
            <dd>
              <SlaLeft until={handed.serviceLevel.respondBy} />
            </dd>
          </>
        )}
      </dl>
    </div>
  );
}

/** A leaf of its own, because it changes every second. */
export function SlaLeft({ until }: { readonly until: number }) {
  const now = useNow();
  const isOver = now > until;
  return (
    <span className={isOver ? 'numeric tone-critical sla-over' : 'numeric'} {...plain('moment')}>
      {t(isOver ? 'handover.sla-over' : 'handover.sla-left', { duration: formatDuration(Math.abs(until - now)) })}
    </span>
  );
}
