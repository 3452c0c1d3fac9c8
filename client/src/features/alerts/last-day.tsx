import { useQuery } from '@tanstack/react-query';
import type { FiringAnswer } from '@floorwalk/shared/api/alerts';
import { fetchFiringsSince } from '../../api/alerts.ts';
import { t } from '../../messages/text.ts';
import { plain } from '../../numbers/plain.ts';
import { useSiteId } from '../../shell/use-desk.ts';
import { useNow } from '../../store/use-now.ts';
import { useRow } from '../../store/use-row.ts';
import { problemWords } from '../../ui/problem-words.ts';
import { Skeleton } from '../../ui/state-note.tsx';
import { FiringTimeline } from './firing-timeline.tsx';

const DAY_MS = 86_400_000;
/** The picture moves on so often, ms. */
const STEP_MS = 60_000;
const MOST_LANES = 14;

/** What fired within the last 24 hours, a lane for each rule: those that fired most on top. */
export function LastDay() {
  const siteId = useSiteId();
  const zone = useRow('sites', siteId)?.zone ?? 'UTC';
  const now = useNow();
  const to = Math.ceil(now / STEP_MS) * STEP_MS;
  const from = to - DAY_MS;
  const firings = useQuery({
    queryKey: ['alert-day', siteId, from],
    queryFn: () => fetchFiringsSince(siteId, from),
    placeholderData: (before) => before,
  });
  // Of a past moment nothing is told that came later.
  const lanes = lanesOf((firings.data ?? []).filter(({ firedAt }) => firedAt <= now));
  return (
    <section className="alerts-day" aria-labelledby="alerts-day">
      <h2 id="alerts-day" {...plain('limit')}>
        {t('alerts.day')}
      </h2>
      {firings.isPending && <Skeleton rows={3} label={t('state.loading')} />}
      {firings.isError && <p role="alert">{problemWords(firings.error)}</p>}
      {firings.isSuccess && lanes.length === 0 && <p className="quiet">{t('alerts.day-none')}</p>}
      {lanes.length > 0 && (
        <FiringTimeline lanes={lanes.slice(0, MOST_LANES)} label={t('alerts.day')} from={from} to={to} zone={zone} />
      )}
      {lanes.length > MOST_LANES && <p className="quiet">{t('list.more', { count: lanes.length - MOST_LANES })}</p>}
    </section>
  );
}

function lanesOf(firings: readonly FiringAnswer[]) {
  const byRule = new Map<string, { name: string; firings: TimelineFiring[] }>();
  for (const { ruleId, ruleName, severity, subject, firedAt, resolvedAt, paged } of firings) {
    const lane = byRule.get(ruleId) ?? { name: ruleName, firings: [] };
    byRule.set(ruleId, lane);
    lane.firings.push({ rule: ruleId, severity, subject: subject.id, firedAt, resolvedAt, paged });
  }
  return [...byRule.values()].sort((left, right) => right.firings.length - left.firings.length);
}

type TimelineFiring = Parameters<typeof FiringTimeline>[0]['lanes'][number]['firings'][number];
