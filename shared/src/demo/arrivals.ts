import { BOT_PLANS, QUEUE_PLANS, type BotPlan, type QueuePlan } from './floor-plan.ts';
import type { ContactFacts } from './contact-course.ts';
import type { Incidents } from './incidents.ts';
import type { Roster } from './roster.ts';
import { expectedRate } from './expected-rate.ts';
import type { World } from './world.ts';

export type ArrivalParts = {
  readonly world: World;
  readonly roster: Roster;
  readonly incidents: Incidents;
  readonly onContact: (plan: QueuePlan, facts: ContactFacts) => void;
  readonly onHangUpBeforeQueue: (plan: QueuePlan, facts: ContactFacts) => void;
  readonly onBotSession: (plan: BotPlan, facts: ContactFacts) => void;
};

const MINUTE = 60_000;
const DRIFT_EVERY_MS = 5 * MINUTE;
/** Share of callers who hang up in the announcement. */
const HANG_UP_SHARE = 0.035;
const CUSTOMERS = 9000;

/**
 * Starts the streams of contacts: Poisson, at a rate that follows who is rostered (as a planner would have it), with a drift of its own for
 * each queue and the incident of the day on top.
 */
export function startArrivals(parts: ArrivalParts): void {
  const { world, roster, incidents } = parts;
  const random = world.random.fork('arrivals');
  const drift = new Map<string, number>();

  const workRate = (plan: QueuePlan, time: number): number => expectedRate(roster, plan, world.timeOfDayAt(time));

  /** Draws what arrives within the coming minute, then the next. */
  function stream(rate: (time: number) => number, arrive: () => void): void {
    const perMs = rate(world.now());
    if (perMs > 0) {
      for (let at = random.exponential(1 / perMs); at < MINUTE; at += random.exponential(1 / perMs))
        world.after(at, arrive);
    }
    world.after(MINUTE, () => stream(rate, arrive));
  }

  function driftOf(id: string): number {
    return Math.exp(drift.get(id) ?? 0);
  }

  function moveDrifts(): void {
    for (const plan of QUEUE_PLANS) {
      const noise = random.between(-1, 1) + random.between(-1, 1);
      drift.set(plan.queueId, (drift.get(plan.queueId) ?? 0) * 0.85 + noise * 0.05);
    }
    world.after(DRIFT_EVERY_MS, moveDrifts);
  }

  function facts(plan: QueuePlan): ContactFacts {
    const customer = Math.floor(CUSTOMERS * random.next() ** 1.6);
    const isImportant = plan.queueId === 'premium' || customer % 17 === 0;
    const tier = isImportant ? 'VIP' : customer % 5 === 0 ? 'Gold' : 'Standard';
    return {
      customerRef: `customer-${customer.toString(36).padStart(3, '0')}`,
      tier,
      priority: isImportant ? 2 : tier === 'Gold' ? 1 : 0,
      segment: customer % 4 === 0 ? 'Business' : 'Consumer',
      touchpoint: plan.touchpoint,
      department: plan.department,
      language: customer % 10 < 7 ? 'en' : customer % 10 < 9 ? 'de' : 'fr',
    };
  }

  world.after(0, () => {
    moveDrifts();
    for (const plan of QUEUE_PLANS) {
      const directShare = plan.channel === 'email' ? 1 : plan.directShare;
      if (directShare === 0) continue;
      stream(
        (time) => workRate(plan, time) * directShare * driftOf(plan.queueId) * incidents.arrivalFactor(plan.queueId),
        () => {
          if (plan.channel === 'voice' && random.chance(HANG_UP_SHARE)) parts.onHangUpBeforeQueue(plan, facts(plan));
          else parts.onContact(plan, facts(plan));
        },
      );
    }
    for (const bot of BOT_PLANS) {
      const plan = QUEUE_PLANS.find((one) => one.queueId === bot.queueId);
      if (plan === undefined) continue;
      // About a third of the sessions that are meant to end inside still reach people.
      const passedShare = 1.15 - bot.containment;
      stream(
        (time) => (workRate(plan, time) * (1 - plan.directShare) * driftOf(plan.queueId)) / passedShare,
        () => parts.onBotSession(bot, facts(plan)),
      );
    }
  });
}
