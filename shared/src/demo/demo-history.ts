import { dateOfDaysBefore, localDate, localDay } from '../forecast/local-day.ts';
import type { NewEvent } from '../kit/logged-event.ts';
import { busyAt } from './day-profile.ts';
import { expectedRate } from './expected-rate.ts';
import { QUEUE_PLANS, type QueuePlan } from './floor-plan.ts';
import { createRandom, type Random } from './random.ts';
import { createRoster, type Roster } from './roster.ts';

export type DemoHistoryOptions = {
  /** The days before the local day of this moment are told, epoch ms. */
  readonly before: number;
  readonly zone: string;
  readonly source: string;
  readonly agentCount: number;
};

/** Days told: six weeks, so that every weekday was seen six times. */
export const HISTORY_DAYS = 42;
const INTERVAL_MINUTES = 30;
const HALF_HOUR_MS = INTERVAL_MINUTES * 60_000;
const DAY_MS = 86_400_000;

/** Of what its agents could take, this much comes into a queue on an ordinary day, by channel. */
const SHARE_BY_CHANNEL: Readonly<Record<QueuePlan['channel'], number>> = {
  voice: 0.94,
  chat: 0.85,
  message: 0.84,
  email: 0.97,
  video: 0.94,
  task: 0.94,
};
/** Call-backs on a day of a floor of 190. */
const CALL_BACKS = 104;
/** How far whole days, and half hours within them, lie off the plan beyond chance (standard deviations of the logarithm). */
const DAY_SPREAD = 0.04;
const HALF_HOUR_SPREAD = 0.04;

/**
 * What came into the demo floor's queues on the six weeks before it opened, as its source tells it: the floor's own profile of the day, with days that differ
 * and chance on top. Which floor opens does not matter to its past: the same days are told alike each time, so telling them again changes nothing.
 */
export function createDemoHistory(options: DemoHistoryOptions): NewEvent<'history.day-recorded'>[] {
  const { before, zone, source, agentCount } = options;
  const today = localDate(zone, before);
  const roster = createRoster(agentCount, createRandom(1).fork('roster'));
  const events: NewEvent<'history.day-recorded'>[] = [];
  for (let age = HISTORY_DAYS; age >= 1; age--) {
    const date = dateOfDaysBefore(today, age);
    const day = localDay(zone, date, INTERVAL_MINUTES);
    for (const plan of QUEUE_PLANS) {
      const random = createRandom(agentCount).fork(`${plan.queueId} ${date}`);
      const level = random.logNormal(1, DAY_SPREAD);
      const handled = plan.talkMs + plan.afterContactWorkMs;
      events.push({
        id: `history-${agentCount}-${plan.queueId}-${date}`,
        source,
        type: 'history.day-recorded',
        time: day.endsAt,
        data: {
          queueId: plan.queueId,
          date,
          intervalMinutes: INTERVAL_MINUTES,
          startsAt: day.startsAt,
          offeredCounts: day.places.map((place) =>
            poisson(
              level * random.logNormal(1, HALF_HOUR_SPREAD) * usualCount(roster, plan, place, agentCount),
              random,
            ),
          ),
          handleTimesMs: day.places.map(() => Math.round(handled * random.logNormal(1.07, 0.05))),
        },
      });
    }
  }
  return events;
}

function usualCount(roster: Roster, plan: QueuePlan, place: number, agentCount: number): number {
  const middle = (place + 0.5) * HALF_HOUR_MS;
  if (plan.staffShare === 0 && plan.channel !== 'email') {
    return (CALL_BACKS * (agentCount / 190) * busyAt(middle)) / (0.765 * (DAY_MS / HALF_HOUR_MS));
  }
  return SHARE_BY_CHANNEL[plan.channel] * expectedRate(roster, plan, middle) * HALF_HOUR_MS;
}

/** A Poisson count: by its arrivals where they are few, else by the square root of a normal, which is as good from 30 on. */
function poisson(mean: number, random: Random): number {
  if (mean < 30) {
    let count = 0;
    for (let at = random.exponential(1); at < mean; at += random.exponential(1)) count++;
    return count;
  }
  const normal = Math.log(random.logNormal(1, 1)) + 0.5;
  return Math.max(0, Math.round((Math.sqrt(mean) + normal / 2) ** 2));
}
