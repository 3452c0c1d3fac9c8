import { useQuery } from '@tanstack/react-query';
import { CheckCircle2, CircleHelp, MinusCircle, PlusCircle, UserRoundCheck } from 'lucide-react';
import { useState } from 'react';
import { fetchAdherence } from '../../api/schedule.ts';
import { live } from '../../connection/live-session.ts';
import type { MessageKey } from '../../messages/message-key.ts';
import { t } from '../../messages/text.ts';
import { Figure } from '../../numbers/figure.tsx';
import { plain } from '../../numbers/plain.ts';
import type { FigureOnGlass } from '../../numbers/subject.ts';
import { isTravelling } from '../../shell/travel.ts';
import { useDeskActions, useDeskSearch, useSiteId } from '../../shell/use-desk.ts';
import { useNow } from '../../store/use-now.ts';
import { formatDuration, formatRatio, formatSpan, formatTimeShort } from '../../ui/format.ts';
import { StateNote } from '../../ui/state-note.tsx';
import { ExceptionList } from './exception-list.tsx';
import { useAdherence, type AdherenceLine } from './use-adherence.ts';

/** What the list can be narrowed to: departures by impact, and the rest. */
const FILTERS = ['negative', 'positive', 'neutral', 'in-grace', 'excused', 'in'] as const;
type Filter = (typeof FILTERS)[number];
const MOST_SHOWN = 60;
const REFRESH_MS = 60_000;

function filterOf({ standing, impact }: AdherenceLine): Filter | null {
  if (standing === 'out') return impact;
  return standing === 'off' ? null : standing;
}

/** Who is not where the schedule says, since when, and whether that means fewer hands or more. */
export function AdherenceBlock({ zone }: { readonly zone: string }) {
  const lines = useAdherence();
  const [filter, setFilter] = useState<Filter | null>(null);
  const { openPanel } = useDeskActions();
  const shown = lines.filter((line) =>
    filter === null ? line.standing === 'out' || line.standing === 'in-grace' : filterOf(line) === filter,
  );
  return (
    <section className="pane staffing-block" aria-labelledby="adherence-title">
      <div className="block-head">
        <h2 id="adherence-title">{t('staffing.adherence')}</h2>
      </div>
      <AdherenceDay zone={zone} />
      {lines.length === 0 ? (
        <StateNote icon={UserRoundCheck} title={t('staffing.adherence.none.title')}>
          {t('staffing.adherence.none.text')}
        </StateNote>
      ) : (
        <>
          <div className="chips" role="group" aria-label={t('staffing.adherence.filter')}>
            {FILTERS.map((one) => (
              <span key={one} className="chip chip-counted" data-pressed={filter === one || undefined}>
                <button
                  type="button"
                  className="chip-choice"
                  aria-pressed={filter === one}
                  onClick={() => setFilter(filter === one ? null : one)}
                >
                  {t(`staffing.standing.${one}` as MessageKey)}
                </button>
                <Figure
                  figure="agents-by-standing"
                  of={t(`staffing.standing.${one}` as MessageKey)}
                  className="chip-count"
                >
                  {lines.filter((line) => filterOf(line) === one).length}
                </Figure>
              </span>
            ))}
          </div>
          {shown.length === 0 && <p className="quiet staffing-note">{t('staffing.adherence.all-in')}</p>}
          <ul className="adherence-list" aria-labelledby="adherence-title">
            {shown.slice(0, MOST_SHOWN).map((line) => (
              <li key={line.agentId} data-impact={line.impact ?? 'none'}>
                <ImpactMark line={line} />
                <button type="button" className="link-button ellipsis" onClick={() => openPanel('agent', line.agentId)}>
                  {line.name}
                </button>
                <span className="ellipsis">
                  {t('staffing.instead', {
                    doing: doingWords(line),
                    activity: line.activity ?? t('staffing.kind.none'),
                  })}
                </span>
                {line.outSince !== null && <Since since={line.outSince} of={line.name} />}
              </li>
            ))}
          </ul>
          {shown.length > MOST_SHOWN && (
            <p className="quiet staffing-note" {...plain('rows')}>
              {t('staffing.more', { count: shown.length - MOST_SHOWN })}
            </p>
          )}
        </>
      )}
      <ExceptionList zone={zone} />
    </section>
  );
}

function doingWords({ doing, reason }: AdherenceLine): string {
  if (reason !== null) return reason;
  return t(`staffing.doing.${doing}`);
}

function ImpactMark({ line }: { readonly line: AdherenceLine }) {
  const Icon =
    line.impact === 'negative'
      ? MinusCircle
      : line.impact === 'positive'
        ? PlusCircle
        : line.impact === 'neutral'
          ? CircleHelp
          : CheckCircle2;
  const standing = line.standing === 'out' ? (line.impact ?? 'neutral') : line.standing;
  return (
    <span className="impact-mark" data-impact={line.impact ?? 'none'}>
      <Icon aria-hidden="true" size={15} /> {t(`staffing.standing.${standing}` as MessageKey)}
    </span>
  );
}

function Since({ since, of }: { readonly since: number; readonly of: string }) {
  const now = useNow();
  return (
    <Figure figure="time-out-of-adherence" of={of} className="quiet">
      {formatDuration(now - since)}
    </Figure>
  );
}

/** The day so far, from the log. */
function AdherenceDay({ zone }: { readonly zone: string }) {
  const siteId = useSiteId();
  const search = useDeskSearch();
  const past = isTravelling(search);
  const day = useQuery({
    queryKey: ['adherence', siteId, search.at ?? 'live'],
    queryFn: () => fetchAdherence(siteId, past ? live().siteTime() : undefined),
    refetchInterval: past ? false : REFRESH_MS,
  });
  if (day.isPending) return <p className="quiet staffing-note">{t('state.loading')}</p>;
  if (day.isError) return <p className="form-problem staffing-note">{t('staffing.adherence.failed')}</p>;
  const { total, peak, graceMs, agents, from, knownFrom } = day.data;
  const since = knownFrom > from ? formatTimeShort(knownFrom, zone) : null;
  const peaks = peak.peakStarts.map((at) => formatTimeShort(at, zone)).join(', ');
  return (
    <dl className="staffing-facts">
      <Fact
        figure="adherence"
        term={t('staffing.adherence')}
        value={formatRatio(total.adherence)}
        note={[
          t('staffing.adherence.note', { agents: agents.length, grace: formatSpan(graceMs) }),
          since === null ? '' : t('staffing.adherence.known-from', { time: since }),
        ]
          .filter(Boolean)
          .join(', ')}
      />
      <Fact
        figure="conformance"
        term={t('staffing.conformance')}
        value={formatRatio(total.conformance)}
        note={t('staffing.conformance.note', {
          worked: formatDuration(total.workedMs),
          scheduled: formatDuration(total.scheduledWorkMs),
        })}
      />
      <Fact
        figure="excused-time"
        term={t('staffing.exceptions')}
        value={formatDuration(total.excusedPlannedMs + total.excusedUnplannedMs)}
        note={t('staffing.exceptions.note', {
          planned: formatDuration(total.excusedPlannedMs),
          unplanned: formatDuration(total.excusedUnplannedMs),
        })}
      />
      <Fact
        figure="lost-at-peaks"
        term={t('staffing.peak')}
        value={formatRatio(peak.lostShare)}
        note={
          peak.lostShare === null
            ? t('staffing.peak.none')
            : t('staffing.peak.note', { even: formatRatio(peak.evenShare), peaks })
        }
      />
    </dl>
  );
}

type FactProps = {
  readonly figure: FigureOnGlass['figure'];
  readonly term: string;
  readonly value: string;
  readonly note: string;
};

function Fact({ figure, term, value, note }: FactProps) {
  return (
    <div>
      <dt>{term}</dt>
      <dd>
        <Figure figure={figure} of={t('window.today')}>
          {value}
        </Figure>
      </dd>
      <dd className="quiet staffing-fact-note" {...plain('evidence')}>
        {note}
      </dd>
    </div>
  );
}
