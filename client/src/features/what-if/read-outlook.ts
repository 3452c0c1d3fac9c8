import { readBotCell } from '@floorwalk/shared/floor/bot-cell';
import { readCell } from '@floorwalk/shared/floor/cell';
import type { BotRow, QueueRow } from '@floorwalk/shared/floor/rows';
import { activityBook } from '@floorwalk/shared/schedule/activity-book';
import { estimatePatience } from '@floorwalk/shared/staffing/estimate-patience';
import { gapOf, type StaffingPicture } from '@floorwalk/shared/surge-plan/staffing-picture';
import { ASSUMED_PATIENCE_MS, type QueueOutlook } from '@floorwalk/shared/what-if/what-if';
import type { Cohort } from '@floorwalk/shared/staffing/deferred-backlog';
import { DEFAULT_SURGE_POLICY } from '@floorwalk/shared/surge/surge-policy';
import { isDeferred } from '@floorwalk/shared/what-if/deferred-outlook';
import { live } from '../../connection/live-session.ts';

/** What the what-if of a queue starts from, and where its numbers are from. */
export type Outlook = {
  readonly queue: QueueRow;
  readonly outlook: QueueOutlook;
  readonly isPatienceMeasured: boolean;
  readonly required: readonly number[];
  readonly currency: string;
  /** The bot that hands over to this queue, and what it does today. */
  readonly bot: { readonly row: BotRow; readonly containment: number } | null;
};

/** Chats an agent holds at once, as the requirement takes them: handle times were measured with several in hand, so they slow each other no further. */
const CHATS = 3;
const HOUR_MS = 3_600_000;

/** Everything the what-if of a queue is worked out from, as the rows stand at `now`; `null` while there is no forecast for it. */
export function readOutlook(siteId: string, queueId: string, now: number, zone: string): Outlook | null {
  const { tables } = live().store;
  const queue = tables.queues.row(queueId);
  const forecast = tables.forecasts.row(queueId);
  if (queue === undefined || forecast === undefined) return null;
  const today = readCell(queue.windows.today);
  const measured = estimatePatience(today.answeredWaitMs + today.abandonedWaitMs, today.abandonedCount);
  const picture: StaffingPicture = {
    now,
    zone,
    queues: new Map([[queueId, { ...queue, patienceMs: measured }]]),
    agents: new Map([...tables.agents.rows()].map((row) => [row.id, row])),
    forecasts: new Map([...tables.forecasts.rows()].map((row) => [row.id, row])),
    schedules: new Map([...tables.schedules.rows()].map((row) => [row.id, row])),
    book: activityBook(tables.activities.rows()),
  };
  const gap = gapOf(picture, queueId);
  if (gap === null) return null;
  const { policy } = tables.surgePolicies.row(siteId) ?? { policy: DEFAULT_SURGE_POLICY };
  const first = Math.round((gap.startsAt - forecast.startsAt) / gap.intervalMs);
  const bot = botOf(queueId);
  const handedOver = bot === null ? 0 : bot.handedOverCount;
  return {
    queue,
    required: gap.requiredAgents,
    currency: policy.currency,
    isPatienceMeasured: measured !== null && measured > 0,
    bot: bot === null ? null : { row: bot.row, containment: bot.containment },
    outlook: {
      intervalMs: gap.intervalMs,
      intervals: gap.requiredAgents.flatMap((_, index) => {
        const offeredCount = forecast.offeredCounts[first + index] ?? 0;
        const handleTimeMs = forecast.handleTimesMs[first + index] ?? 0;
        if (handleTimeMs <= 0) return [];
        return [
          {
            startsAt: gap.startsAt + index * gap.intervalMs,
            offeredCount,
            lowCount: forecast.lowCounts[first + index] ?? offeredCount,
            highCount: forecast.highCounts[first + index] ?? offeredCount,
            handleTimeMs,
            agents: gap.staffedAgents[index] ?? 0,
          },
        ];
      }),
      thresholdMs: queue.serviceLevelThresholdMs,
      patienceMs: measured !== null && measured > 0 ? measured : ASSUMED_PATIENCE_MS,
      concurrency: queue.channel === 'chat' || queue.channel === 'message' ? CHATS : 1,
      stretchPerContact: 0,
      ...(isDeferred(queue.channel, queue.serviceLevelThresholdMs, gap.intervalMs) && {
        deferred: { waiting: waitingOf(queue, now), maxOccupancy: 1 },
      }),
      botShare: today.offeredCount > 0 ? Math.min(1, handedOver / today.offeredCount) : 0,
      containment: bot?.containment ?? 0,
      hourCost: policy.hourCost,
      abandonCost: policy.abandonCost,
    },
  };
}

/** What waits now: the oldest by itself, and the others on average half as old. */
function waitingOf({ waitingCount, oldestQueuedAt }: QueueRow, now: number): Cohort[] {
  if (waitingCount === 0) return [];
  const ageHours = oldestQueuedAt === null ? 0 : Math.max(0, now - oldestQueuedAt) / HOUR_MS;
  return [
    { ageHours, items: 1 },
    { ageHours: ageHours / 2, items: waitingCount - 1 },
  ];
}

function botOf(
  queueId: string,
): { readonly row: BotRow; readonly containment: number; readonly handedOverCount: number } | null {
  for (const row of live().store.tables.bots.rows()) {
    if (row.queueId !== queueId) continue;
    const today = readBotCell(row.windows.today);
    const ended = today.containedCount + today.handedOffCount;
    if (ended > 0) return { row, containment: today.containedCount / ended, handedOverCount: today.handedOffCount };
  }
  return null;
}
