import type { AgentRow } from '@floorwalk/shared/floor/rows';
import type { ForecastRow } from '@floorwalk/shared/forecast/rows';
import { STANDARD_ACTIVITIES } from '@floorwalk/shared/schedule/activity-book';
import { crossTraining, groupByQueues } from '@floorwalk/shared/schedule/cross-training';
import type { ScheduleRow } from '@floorwalk/shared/schedule/rows';
import { staffingGaps, type GapsInput } from '@floorwalk/shared/schedule/staffing-gaps';
import type { BenchFigure } from './bench-figure.ts';

const AGENTS = 5_000;
const QUEUES = 200;
const MINUTES_15 = 900_000;
const INTERVALS = 96;
const HOUR = 3_600_000;
const ROUNDS = 10;

/** A whole day of a large site: what every queue needs, has scheduled and has on the floor, and which skills would help at its peak. */
export async function figures(): Promise<BenchFigure[]> {
  const input = largeSite();
  const gaps = milliseconds(() => staffingGaps(input));
  const walk = milliseconds(() => walkOnce(input));
  const groups = groupByQueues([...input.agents.values()].map(({ queueIds }) => ({ queueIds, present: 1 })));
  const need = new Map(input.queueIds.map((id, place) => [id, 22 + (place % 9)]));
  const training = milliseconds(() => crossTraining(groups, need));
  return [
    {
      name: 'schedule.gaps-of-5000-agents-200-queues-96-intervals',
      value: gaps,
      unit: 'ms',
      baseline: walk,
      baselineName: 'walking all activities of all agents once',
      ratio: round3(gaps / walk),
      goal: '< 250',
      met: gaps < 250,
    },
    {
      name: 'schedule.cross-training-of-5000-agents-200-queues',
      value: training,
      unit: 'ms',
      goal: '< 100',
      met: training < 100,
    },
  ];
}

function largeSite(): GapsInput {
  const queueIds = Array.from({ length: QUEUES }, (_, place) => `q${place}`);
  const agents = new Map<string, AgentRow>();
  const schedules: ScheduleRow[] = [];
  for (let place = 0; place < AGENTS; place += 1) {
    const id = `a${place}`;
    const served = [0, 1, 2]
      .slice(0, 1 + (place % 3))
      .map((step) => queueIds[(place * 7 + step * 31) % QUEUES] ?? 'q0');
    const state = place % 11 === 0 ? 'signed-out' : 'available';
    agents.set(id, { id, name: id, teamId: null, queueIds: served, skills: [], state } as unknown as AgentRow);
    const from = (6 + (place % 8)) * HOUR;
    const shift = (activityId: string, start: number, end: number) => ({
      activityId,
      startAt: from + start * HOUR,
      endAt: from + end * HOUR,
    });
    const activities = [
      shift('work', 0, 2),
      shift('break', 2, 2.25),
      shift('work', 2.25, 4),
      shift('meal', 4, 4.5),
      shift('work', 4.5, 6.5),
      shift('training', 6.5, 7),
      shift('work', 7, 8.5),
    ];
    schedules.push({
      id,
      days: [{ date: '1970-01-01', activities, setAt: 0, position: 1, setBy: null }],
      exceptions: [],
      leftOutDayCount: 0,
      presence: null,
    });
  }
  const forecasts = new Map(
    queueIds.map((queueId, place) => [
      queueId,
      {
        startsAt: 0,
        intervalMs: MINUTES_15,
        offeredCounts: Array.from({ length: INTERVALS }, () => 40),
        requiredAgents: Array.from({ length: INTERVALS }, (_, interval) => 5 + ((interval + place) % 20)),
      } as unknown as ForecastRow,
    ]),
  );
  return {
    queueIds,
    forecasts,
    queueStaffing: new Map(),
    schedules,
    agents,
    book: new Map(STANDARD_ACTIVITIES.map((one) => [one.id, one])),
    intervals: { startsAt: 0, intervalMs: MINUTES_15, count: INTERVALS },
    asOf: 10 * HOUR,
  };
}

/** The least anybody must do: look at every activity. */
function walkOnce({ schedules }: GapsInput): number {
  let total = 0;
  for (const { days } of schedules) {
    for (const { activities } of days) for (const { startAt, endAt } of activities) total += endAt - startAt;
  }
  return total;
}

/** Rows are as they were the last time, as they are when only the floor moves. */
function milliseconds(work: () => unknown): number {
  work();
  const started = performance.now();
  for (let round = 0; round < ROUNDS; round += 1) work();
  return round3((performance.now() - started) / ROUNDS);
}

function round3(value: number): number {
  return Number(value.toPrecision(3));
}
