import { QUEUE_PLANS, type QueuePlan } from './floor-plan.ts';
import type { Roster } from './roster.ts';

/** Share of the digital agents' time that emails fill. */
const EMAIL_SHARE = 0.1;

/** Contacts per ms that keep the queue's own agents as busy as they should be at a time of the local day (ms from midnight). */
export function expectedRate(roster: Roster, plan: QueuePlan, timeOfDayMs: number): number {
  const staffed = staffedFor(roster, plan, timeOfDayMs);
  if (staffed <= 0) return 0;
  // Small groups must be idler than large ones for the same service.
  const busyShare = Math.max(0.4, Math.min(0.93, 1.01 - 0.53 / Math.sqrt(staffed)));
  // Slots of an agent who holds several contacts fill one by one, so more of them can be full at once.
  const fill = plan.concurrency > 1 ? 1.12 : 1;
  const handleMs = plan.talkMs + plan.afterContactWorkMs + 8000;
  return (staffed * busyShare * fill * plan.concurrency) / handleMs;
}

function staffedFor(roster: Roster, plan: QueuePlan, timeOfDayMs: number): number {
  if (plan.channel !== 'email') {
    const isDigital = plan.channel === 'chat' || plan.channel === 'message';
    return roster.staffedAt(plan.queueId, timeOfDayMs) * (isDigital ? 1 - EMAIL_SHARE : 1);
  }
  return QUEUE_PLANS.filter((other) => other.alsoServes.includes(plan.queueId)).reduce(
    (sum, other) => sum + roster.staffedAt(other.queueId, timeOfDayMs) * EMAIL_SHARE,
    0,
  );
}
