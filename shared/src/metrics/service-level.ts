import type { Readings } from '../floor/cell.ts';

type ServiceLevelMetricId =
  | 'service-level'
  | 'service-level-as-of-now'
  | 'service-level-abandons-ignored'
  | 'service-level-abandons-negative'
  | 'service-level-abandons-positive'
  | 'service-level-answered-only'
  | 'service-level-removed-within'
  | 'service-level-with-flow-outs';

/** A service-level formula: its numerator and denominator from counts. `name` is its key in reports. */
export type ServiceLevelFormula = {
  readonly name: string;
  readonly metric: ServiceLevelMetricId;
  readonly label: string;
  readonly shortLabel: string;
  readonly formula: string;
  readonly source: string;
  readonly parts: (readings: Readings) => readonly [numerator: number, denominator: number];
};

/**
 * The service levels in real use, on identical counts ten points apart. T is the queue's threshold; "within" includes T itself. Sources:
 * the vendors' own metric definitions.
 */
export const SERVICE_LEVELS: readonly ServiceLevelFormula[] = [
  {
    name: 'default',
    metric: 'service-level',
    label: 'Service level',
    shortLabel: 'SL',
    formula: 'answered within T ÷ (answered + abandoned − short abandoned)',
    source: 'Floorwalk’s default; of contacts that were settled',
    parts: (r) => [r.answeredWithinCount, r.answeredCount + r.abandonedCount - r.shortAbandonedCount],
  },
  {
    name: 'as-of-now',
    metric: 'service-level-as-of-now',
    label: 'Service level as of now',
    shortLabel: 'SL now',
    formula: 'answered within T ÷ (answered + abandoned − short abandoned + waiting longer than T)',
    source: 'Cisco: a contact counts at the earliest of answered, abandoned or threshold passed',
    parts: (r) => [
      r.answeredWithinCount,
      r.answeredCount + r.abandonedCount - r.shortAbandonedCount + r.waitingPastCount,
    ],
  },
  {
    name: 'abandons-ignored',
    metric: 'service-level-abandons-ignored',
    label: 'Service level, abandons ignored',
    shortLabel: 'SL ignored',
    formula: 'answered within T ÷ (answered + abandoned + waiting longer than T − abandoned within T)',
    source: 'Cisco “abandoned calls ignored”',
    parts: (r) => [r.answeredWithinCount, cisco(r) - r.abandonedWithinCount],
  },
  {
    name: 'abandons-negative',
    metric: 'service-level-abandons-negative',
    label: 'Service level, abandons negative',
    shortLabel: 'SL negative',
    formula: 'answered within T ÷ (answered + abandoned + waiting longer than T)',
    source: 'Cisco “abandoned calls have negative impact”',
    parts: (r) => [r.answeredWithinCount, cisco(r)],
  },
  {
    name: 'abandons-positive',
    metric: 'service-level-abandons-positive',
    label: 'Service level, abandons positive',
    shortLabel: 'SL positive',
    formula: '(answered within T + abandoned within T) ÷ (answered + abandoned + waiting longer than T)',
    source: 'Cisco “abandoned calls have positive impact”',
    parts: (r) => [r.answeredWithinCount + r.abandonedWithinCount, cisco(r)],
  },
  {
    name: 'answered-only',
    metric: 'service-level-answered-only',
    label: 'Service level of answered',
    shortLabel: 'SL answered',
    formula: 'answered within T ÷ answered',
    source: 'Twilio Flex template',
    parts: (r) => [r.answeredWithinCount, r.answeredCount],
  },
  {
    name: 'removed-within',
    metric: 'service-level-removed-within',
    label: 'Removed from queue within T',
    shortLabel: 'SL removed',
    formula: '(answered + abandoned + flowed out, each within T) ÷ (answered + abandoned + flowed out)',
    source: 'Amazon Connect “SL X”',
    parts: (r) => [
      r.answeredWithinCount + r.abandonedWithinCount + r.flowedOutWithinCount,
      r.answeredCount + r.abandonedCount + r.flowedOutCount,
    ],
  },
  {
    name: 'with-flow-outs',
    metric: 'service-level-with-flow-outs',
    label: 'Service level with flow-outs',
    shortLabel: 'SL flow-out',
    formula: 'answered within T ÷ (answered + abandoned + flowed out − short abandoned)',
    source: 'Genesys, flow-outs included',
    parts: (r) => [
      r.answeredWithinCount,
      r.answeredCount + r.abandonedCount + r.flowedOutCount - r.shortAbandonedCount,
    ],
  },
];

/** Cisco's service-level events: every contact answered, abandoned or waiting past its threshold. */
function cisco(r: Readings): number {
  return r.answeredCount + r.abandonedCount + r.waitingPastCount;
}
