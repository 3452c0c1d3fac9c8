import { useQuery } from '@tanstack/react-query';
import type { EscalationTimelineEntry } from '@floorwalk/shared/escalation/timeline';
import type { EscalationRow } from '@floorwalk/shared/escalation/rows';
import { sayReason } from '@floorwalk/shared/words/say-notice';
import { fetchEscalation } from '../../api/escalation.ts';
import { currentLocale, t } from '../../messages/text.ts';
import { useDeskActions, useSiteId } from '../../shell/use-desk.ts';
import { useRow } from '../../store/use-row.ts';
import { formatDate, formatTime } from '../../ui/format.ts';
import { problemWords } from '../../ui/problem-words.ts';
import { Skeleton, StateNote } from '../../ui/state-note.tsx';
import { EscalationActions } from './escalation-actions.tsx';
import { EscalationFacts } from './escalation-card.tsx';
import { reasonWords, toldWords } from './escalation-words.ts';
import { saidOf } from './said-of.ts';

const PANELS = { queue: 'queue', contact: 'contact', bot: 'bot' } as const;

/** One escalation: who was told when and by what, why this expert, and what can be done. Ended ones come from the history. */
export default function EscalationPanel({ id }: { readonly id: string }) {
  const siteId = useSiteId();
  const live = useRow('escalations', id);
  const isCut = live === undefined || live.leftOutCount > 0;
  const kept = useQuery({
    queryKey: ['escalation', siteId, id, live?.timeline.length],
    queryFn: () => fetchEscalation(siteId, id),
    enabled: isCut,
  });
  const row = live === undefined ? kept.data : live;
  const timeline = live !== undefined && kept.data !== undefined ? kept.data.timeline : (row?.timeline ?? []);
  if (row === undefined) {
    if (kept.isError) return <StateNote title={problemWords(kept.error)} />;
    return <Skeleton rows={8} label={t('state.loading')} />;
  }
  return (
    <article aria-label={t('escalation.panel', { title: saidOf(row).title })} className="escalation-panel">
      <header className="panel-head">
        <EscalationFacts row={row} />
        <EscalationActions row={row} />
      </header>
      <ChoiceWords row={row} />
      <AboutLink row={row} />
      <section aria-labelledby="escalation-timeline-title">
        <h3 id="escalation-timeline-title">{t('escalation.timeline')}</h3>
        {kept.data === undefined && row.leftOutCount > 0 && (
          <p className="quiet">{t('escalation.left-out', { count: row.leftOutCount })}</p>
        )}
        <ol className="timeline">
          {timeline.map((entry, index) => (
            <Entry key={`${entry.at} ${index}`} entry={entry} />
          ))}
        </ol>
      </section>
    </article>
  );
}

function ChoiceWords({ row }: { readonly row: EscalationRow }) {
  const { by, matrixVersion: version, tier, contract } = row.choice;
  const words = (name: string) => (name === '*' ? t('escalation.any') : name);
  return (
    <p className="quiet">
      {t('escalation.by-policy', { policy: row.policyName, version: row.policyVersion })},{' '}
      {t(`escalation.choice.${by}`, { version, tier: words(tier), contract: words(contract) })}
    </p>
  );
}

function AboutLink({ row }: { readonly row: EscalationRow }) {
  const { openPanel, goTo } = useDeskActions();
  const { kind, id } = row.about;
  const panel = kind in PANELS ? PANELS[kind as keyof typeof PANELS] : null;
  if (panel === null && kind !== 'alert') return null;
  return (
    <p>
      <button
        type="button"
        className="link-button"
        onClick={() => (panel === null ? goTo('alerts') : openPanel(panel, id))}
      >
        {t('escalation.open-about')}: {t(`escalation.about.${kind}`)}
      </button>
    </p>
  );
}

function Entry({ entry }: { readonly entry: EscalationTimelineEntry }) {
  const siteId = useSiteId();
  const zone = useRow('sites', siteId)?.zone ?? 'UTC';
  const { kind, at, by, told, rung, until } = entry;
  const text = sayReason(currentLocale(), entry.words ?? null, entry.text);
  const waits = kind === 'snoozed' || kind === 'held';
  const experts = told.flatMap((one) => (one.experts === undefined ? [] : [one.experts]));
  return (
    <li>
      <time className="numeric" dateTime={new Date(at).toISOString()} title={formatDate(at, zone)}>
        {formatTime(at, zone)}
      </time>
      <div>
        <strong>{t(`escalation.kind.${kind}`, { step: rung?.step ?? 0, round: rung?.round ?? 0 })}</strong>{' '}
        {by !== null && <span className="quiet">{t('escalation.by', { name: by.name })}</span>}
        {by === null && kind === 'resolved' && <span className="quiet">{t('escalation.by-itself')}</span>}
        {waits && until !== null && (
          <span className="quiet"> {t('escalation.until', { time: formatTime(until, zone) })}</span>
        )}
        {text !== null && text !== '' && <p>{text}</p>}
        {told.length > 0 && (
          <ul className="plain-list escalation-told">
            {told.map((one, index) => (
              <li key={index} data-missed={!one.reached || undefined}>
                {one.reached ? t('escalation.told', { names: toldWords(one) }) : toldWords(one)}
              </li>
            ))}
          </ul>
        )}
        {experts.map(
          ([chosen, ...others], index) =>
            chosen !== undefined && (
              <details key={index} className="escalation-why">
                <summary>{t('escalation.why-expert', { name: chosen.name })}</summary>
                <ul className="plain-list">
                  {[chosen, ...others].map((candidate) => (
                    <li key={candidate.agentId}>
                      <strong>{t('escalation.expert-score', { name: candidate.name, score: candidate.score })}</strong>:{' '}
                      {candidate.reasons.map(reasonWords).join(', ')}
                    </li>
                  ))}
                </ul>
              </details>
            ),
        )}
      </div>
    </li>
  );
}
