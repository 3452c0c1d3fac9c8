import type { Alert } from './advance-alert.ts';
import type { SuppressedBy } from './events.ts';
import type { Evidence, HeldBy } from './evidence.ts';
import { isFiring } from './firings.ts';
import type { Gate, GateName } from './gates.ts';
import type { AlertRule, Comparison, Condition, RuleLevel } from './rule.ts';

/** What is known when gates are asked for. The first five are given only by who explains a moment at which nothing moved. */
export type GatesAsked = {
  readonly rule: AlertRule;
  readonly level: RuleLevel;
  readonly evidence: readonly Evidence[];
  readonly alert: Alert;
  readonly suppressedBy: SuppressedBy | null;
  /** Whether it fires at this moment, so that what lies between firing and paging is asked too. */
  readonly fires: boolean;
  readonly closed?: 'schedule' | 'maintenance' | null;
  readonly maintenanceId?: string | null;
  readonly silentSource?: string | null;
  /** When time alone opens the gate of duration, or the schedule; epoch ms. */
  readonly durationAt?: number | null;
  readonly opensAt?: number | null;
};

const HELD_GATE: Record<HeldBy, GateName> = {
  'minimum-sample': 'sample',
  wilson: 'proof',
  significance: 'significance',
  persistence: 'persistence',
  baseline: 'baseline',
};

/** Every gate that the rule has, in order: only those it has are named. A gate after one that was not passed is answered as far as it can be. */
export function gatesOf(asked: GatesAsked): Gate[] {
  const { rule, level, evidence, alert, suppressedBy, fires } = asked;
  const gates: Gate[] = [];
  const put = (name: GateName, passed: boolean, about?: string | null, at?: number | null): void => {
    gates.push({ name, passed, ...(about != null && { about }), ...(at != null && { at }) });
  };
  if (rule.schedule !== undefined) put('schedule', asked.closed !== 'schedule', null, asked.opensAt);
  if (asked.closed === 'maintenance') put('maintenance', false, asked.maintenanceId);
  if (rule.sourceSilent !== undefined) put('source', asked.silentSource == null, asked.silentSource);
  put(
    'data',
    evidence.some((one) => one.finding !== 'no-data'),
  );
  const held = new Set(evidence.flatMap((one) => (one.heldBy === null ? [] : [HELD_GATE[one.heldBy]])));
  const comparisons = comparisonsIn(level.when);
  put(
    'threshold',
    evidence.some((one) => one.finding === 'breached' || one.heldBy !== null),
  );
  if (held.has('sample') || comparisons.some((one) => one.minimumSample !== undefined || one.proof !== undefined))
    put('sample', !held.has('sample'));
  if (comparisons.some((one) => one.proof !== undefined)) put('proof', !held.has('proof'));
  for (const name of ['significance', 'persistence', 'baseline'] as const)
    if (held.has(name) || comparisons.some((one) => ASKS[name].has(one.metric))) put(name, !held.has(name));
  if (level.forMs > 0 || level.count !== undefined) put('duration', isFiring(alert), null, asked.durationAt);
  if (!fires) return gates;
  const kind = suppressedBy?.kind;
  put('silence', kind !== 'silence', kind === 'silence' ? suppressedBy?.silenceId : null);
  if (kind === 'mute') put('mute', false, suppressedBy?.windowId);
  if (kind === 'inhibition' || rule.inhibitedBy !== undefined)
    put('inhibition', kind !== 'inhibition', kind === 'inhibition' ? suppressedBy?.alertId : null);
  if (level.severity === 'critical') put('group', kind !== 'group', kind === 'group' ? suppressedBy?.alertId : null);
  return gates;
}

const ASKS: Record<'significance' | 'persistence' | 'baseline', ReadonlySet<string>> = {
  significance: new Set(['forecast-deviation', 'feedback-mentions']),
  persistence: new Set(['forecast-deviation', 'weeks-anomaly']),
  baseline: new Set(['weeks-anomaly', 'feedback-mentions']),
};

function comparisonsIn(condition: Condition): readonly Comparison[] {
  if ('all' in condition) return condition.all.flatMap(comparisonsIn);
  return 'any' in condition ? condition.any.flatMap(comparisonsIn) : [condition];
}
