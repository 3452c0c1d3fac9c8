import type { AdherenceNow } from '@floorwalk/shared/schedule/adherence';
import { adherenceNow } from '@floorwalk/shared/schedule/adherence';
import { DEFAULT_GRACE_MS, DEFAULT_REASONS } from '@floorwalk/shared/schedule/adherence-defaults';
import { activityOf } from '@floorwalk/shared/schedule/activity-book';
import type { ScheduleException } from '@floorwalk/shared/schedule/rows';
import { live } from '../../connection/live-session.ts';
import { useSiteId } from '../../shell/use-desk.ts';
import { same } from '../../store/same.ts';
import { useAtNow } from '../../store/use-now.ts';
import { useDerived } from '../../store/use-row.ts';
import { readBook } from './use-staffing.ts';
import { activityName } from './words.ts';

export type AdherenceLine = {
  readonly agentId: string;
  readonly name: string;
  readonly teamId: string | null;
  readonly standing: AdherenceNow['standing'];
  readonly impact: AdherenceNow['impact'];
  /** What is scheduled now; `null` for nothing. */
  readonly activity: string | null;
  readonly doing: AdherenceNow['doing'];
  readonly reason: string | null;
  readonly outSince: number | null;
};

/** How often standing is looked at anew while no row changes, ms: a grace period runs out by time alone. */
const LOOK_MS = 5_000;

const RANK: Readonly<Record<AdherenceNow['standing'], number>> = {
  out: 0,
  'in-grace': 1,
  excused: 2,
  in: 3,
  off: 4,
};
const IMPACT_RANK = { negative: 0, positive: 1, neutral: 2 } as const;

/** Everybody with a schedule: who departs from it the longest first, fewer hands before more. */
export function useAdherence(): readonly AdherenceLine[] {
  const siteId = useSiteId();
  const tick = useAtNow((now) => Math.floor(now / LOOK_MS));
  return useDerived(
    ['schedules', 'agents', 'activities', 'adherenceSettings'],
    () => readAdherence(siteId),
    same,
    `${siteId} ${tick}`,
  );
}

function readAdherence(siteId: string): AdherenceLine[] {
  const { schedules, agents, adherenceSettings } = live().store.tables;
  const settings = adherenceSettings.row(siteId) ?? { graceMs: DEFAULT_GRACE_MS, reasons: DEFAULT_REASONS };
  const book = readBook();
  const now = live().siteTime();
  const lines: AdherenceLine[] = [];
  for (const row of schedules.rows()) {
    if (row.days.length === 0) continue;
    const agent = agents.row(row.id);
    const found = adherenceNow(row, book, settings, now);
    lines.push({
      agentId: row.id,
      name: agent?.name ?? row.id,
      teamId: agent?.teamId ?? null,
      standing: found.standing,
      impact: found.impact,
      activity: found.activity === null ? null : activityName(activityOf(book, found.activity.activityId)),
      doing: found.doing,
      reason: row.presence?.reason ?? null,
      outSince: found.outSince,
    });
  }
  return lines.toSorted(
    (a, b) =>
      RANK[a.standing] - RANK[b.standing] ||
      (a.impact === null ? 3 : IMPACT_RANK[a.impact]) - (b.impact === null ? 3 : IMPACT_RANK[b.impact]) ||
      (a.outSince ?? 0) - (b.outSince ?? 0) ||
      (a.name < b.name ? -1 : 1),
  );
}

export type WaitingException = ScheduleException & { readonly agentId: string; readonly name: string };

/** Exceptions somebody asked for and nobody decided, the one that begins first on top. */
export function useWaitingExceptions(): readonly WaitingException[] {
  return useDerived(
    ['schedules'],
    () => {
      const { schedules, agents } = live().store.tables;
      return [...schedules.rows()]
        .flatMap((row) =>
          row.exceptions
            .filter(({ state }) => state === 'requested')
            .map((one) => ({ ...one, agentId: row.id, name: agents.row(row.id)?.name ?? row.id })),
        )
        .toSorted((a, b) => a.startAt - b.startAt);
    },
    same,
    'waiting',
  );
}
