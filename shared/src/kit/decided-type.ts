/**
 * LIST: what stands before the dot in types of events that Floorwalk and its people decide. No source may send them, and they are no facts of the
 * floor.
 */
const DECIDED_FAMILIES = [
  'alert',
  'notice',
  'escalation',
  'handover',
  'topic',
  'handoff',
  'forecast',
  'investigation',
  'surge',
] as const;
export type DecidedType = `${(typeof DECIDED_FAMILIES)[number]}.${string}`;

/** LIST: what sources tell of plans and of the past before the log. Kept and used, but not folded into the floor's numbers. */
const PLAN_FAMILIES = ['schedule', 'history'] as const;
export type PlanType = `${(typeof PLAN_FAMILIES)[number]}.${string}`;

const DECIDED: ReadonlySet<string> = new Set(DECIDED_FAMILIES);
const PLANS: ReadonlySet<string> = new Set(PLAN_FAMILIES);

/** Whether a type is decided here, never sent by a source. */
export function isDecidedType(type: string): type is DecidedType {
  const dot = type.indexOf('.');
  return dot > 0 && DECIDED.has(type.slice(0, dot));
}

/** Whether a type tells of plans or of the past before the log, whose time is not the floor's. */
export function isPlanType(type: string): type is PlanType {
  const dot = type.indexOf('.');
  return dot > 0 && PLANS.has(type.slice(0, dot));
}
