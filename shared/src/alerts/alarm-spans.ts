import type { SubjectTable } from './alert-metric.ts';
import type { Evidence } from './evidence.ts';
import { halfHourKey } from './half-hours.ts';

/** When a comparison of a metric with its own past had an alarm; `to` is `null` while it fires. Epoch ms. */
export type AlarmSpan = {
  readonly alertId: string;
  readonly ruleId: string;
  readonly key: string;
  readonly from: number;
  readonly to: number | null;
};
type Alarms = { alarms: AlarmSpan[] };

const HALF_HOUR_MS = 1_800_000;
const KEPT_MS = 64 * 86_400_000;
const KEPT_ALARMS = 2_000;

/** Notes an alert that fired, from the first of the half hours that raised it on. */
export function noteAlarm(
  memory: Alarms,
  moved: {
    readonly alertId: string;
    readonly ruleId: string;
    readonly firedAt: number | null;
    readonly subject: { readonly table: SubjectTable; readonly id: string };
    readonly evidence: readonly Evidence[];
  },
): void {
  const { alertId, ruleId, subject, firedAt } = moved;
  for (const { metric, of = 'offered', finding, detail } of moved.evidence) {
    if (metric !== 'weeks-anomaly' || finding !== 'breached' || firedAt === null) continue;
    const from = (detail?.intervalAt ?? firedAt) - Math.max(0, (detail?.count ?? 1) - 1) * HALF_HOUR_MS;
    const key = halfHourKey(of, subject.table, subject.id);
    memory.alarms = [
      ...memory.alarms.filter((one) => (one.to ?? Infinity) > from - KEPT_MS),
      { alertId, ruleId, key, from, to: null },
    ].slice(-KEPT_ALARMS);
  }
}

export function endAlarm(memory: Alarms, alertId: string, at: number): void {
  endThose(memory, (one) => one.alertId === alertId, at);
}

export function endAlarmsOf(memory: Alarms, ruleId: string, at: number): void {
  endThose(memory, (one) => one.ruleId === ruleId, at);
}

function endThose(memory: Alarms, which: (one: AlarmSpan) => boolean, at: number): void {
  if (!memory.alarms.some((one) => one.to === null && which(one))) return;
  memory.alarms = memory.alarms.map((one) => (one.to === null && which(one) ? { ...one, to: at } : one));
}

/** Whether a half hour lies in an alarm of that series. */
export function isAlarmed({ alarms }: Alarms, key: string, startAt: number): boolean {
  return alarms.some((one) => one.key === key && one.from < startAt + HALF_HOUR_MS && (one.to ?? Infinity) > startAt);
}
