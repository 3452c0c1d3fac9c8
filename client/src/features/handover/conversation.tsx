import type { HandoverPackage } from '@floorwalk/shared/handover/handover-package';
import { t } from '../../messages/text.ts';
import { plain } from '../../numbers/plain.ts';
import { formatConfidence, formatTime } from '../../ui/format.ts';

/** What was said, turn by turn, with how sure the bot was and what it took it for. */
export function Conversation({ handed, zone }: { readonly handed: HandoverPackage; readonly zone: string }) {
  const { transcript, earlierTurnCount } = handed;
  if (transcript.length === 0) return <p className="quiet">{t('handover.no-turns')}</p>;
  return (
    <>
      {earlierTurnCount > 0 && <p className="quiet">{t('handover.earlier-turns', { count: earlierTurnCount })}</p>}
      <ol className="conversation">
        {transcript.map((turn, index) => (
          <li key={index}>
            <time className="quiet numeric">{formatTime(turn.at, zone)}</time>
            {turn.customer !== null && (
              <p className="said" data-by="customer">
                <span className="visually-hidden">{t('handover.customer-said')} </span>
                {turn.customer}
              </p>
            )}
            {turn.bot !== null && (
              <p className="said" data-by="bot">
                <span className="visually-hidden">{t('handover.bot-said')} </span>
                {turn.bot}
              </p>
            )}
            <p className="turn-facts" {...plain('said')}>
              <span className="numeric" data-under={turn.confidence < turn.threshold || undefined}>
                {t(turn.confidence < turn.threshold ? 'handover.confidence-under' : 'handover.confidence-over', {
                  confidence: formatConfidence(turn.confidence),
                  threshold: formatConfidence(turn.threshold),
                })}
              </span>
              {turn.intent !== null && <span>{turn.intent}</span>}
              {turn.runnerUp !== null && (
                <span className="quiet">
                  {t('handover.or-runner-up', {
                    intent: turn.runnerUp.intent,
                    confidence: formatConfidence(turn.runnerUp.confidence),
                  })}
                </span>
              )}
              {turn.tried.length > 0 && (
                <span className="quiet">{t('handover.tried-now', { what: turn.tried.join(', ') })}</span>
              )}
            </p>
          </li>
        ))}
      </ol>
    </>
  );
}
