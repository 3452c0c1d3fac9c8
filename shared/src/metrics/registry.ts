import { AGENT_STATES, type AgentState } from '../agents/events.ts';
import type { Readings } from '../floor/cell.ts';
import { SERVICE_LEVELS } from './service-level.ts';
import { METRIC_IDS, type Measured, type Metric, type MetricId, type MetricInput } from './metric.ts';

const SITE = 'Floorwalk';

function counted(value: number): Measured {
  return { value, numerator: value, denominator: null };
}

function ratio(numerator: number, denominator: number): Measured {
  return { value: denominator > 0 ? numerator / denominator : null, numerator, denominator };
}

function measuredMs(value: number | null): Measured {
  return { value, numerator: null, denominator: null };
}

type Given = Omit<Metric, 'id' | 'source' | 'rollUp' | 'span'> & Partial<Pick<Metric, 'source' | 'rollUp' | 'span'>>;

function define(id: MetricId, given: Given): Metric {
  const rollUp = given.unit === 'count' ? 'sum' : 'weighted';
  return { source: SITE, rollUp, span: 'window', ...given, id };
}

function countOf(
  id: MetricId,
  label: string,
  shortLabel: string,
  field: keyof Readings,
  formula: string,
  better: Metric['better'] = 'neither',
): Metric {
  return define(id, {
    label,
    shortLabel,
    unit: 'count',
    better,
    formula,
    measure: ({ readings }) => counted(readings[field] ?? 0),
  });
}

/** How many agents are in one of some states: distinct agents, by the state each was told to be in last. */
function inState(
  id: MetricId,
  label: string,
  shortLabel: string,
  states: readonly AgentState[],
  better: Metric['better'] = 'neither',
): Metric {
  const indexes = states.map((state) => AGENT_STATES.indexOf(state));
  const [only] = states;
  return define(id, {
    label,
    shortLabel,
    unit: 'count',
    span: 'now',
    better,
    rollUp: 'distinct',
    formula: `agents whose latest state is ${states.length === 1 ? only : 'any but signed-out'}, each counted once`,
    measure: ({ now }) => counted(indexes.reduce((sum, index) => sum + (now.agents[index] ?? 0), 0)),
  });
}

function meanOf(
  id: MetricId,
  label: string,
  shortLabel: string,
  formula: string,
  source: string,
  parts: (readings: Readings) => readonly [numerator: number, denominator: number],
): Metric {
  return define(id, {
    label,
    shortLabel,
    unit: 'ms',
    better: 'lower',
    formula,
    source,
    measure: ({ readings }) => ratio(...parts(readings)),
  });
}

function waitPercentile(id: MetricId, share: number, field: 'waitP50Ms' | 'waitP90Ms' | 'waitP95Ms'): Metric {
  return define(id, {
    label: `Wait, ${share}th percentile`,
    shortLabel: `Wait p${share}`,
    unit: 'ms',
    better: 'lower',
    rollUp: 'merged-waits',
    formula: `the smallest wait that ${share} % of the answered contacts did not exceed (nearest rank)`,
    measure: ({ readings }) => ({ value: readings[field], numerator: null, denominator: readings.answeredCount }),
  });
}

const serviceLevelMetrics = Object.fromEntries(
  SERVICE_LEVELS.map((formula) => [
    formula.metric,
    define(formula.metric, {
      label: formula.label,
      shortLabel: formula.shortLabel,
      unit: 'ratio',
      better: 'higher',
      formula: formula.formula,
      source: formula.source,
      measure: ({ readings }) => ratio(...formula.parts(readings)),
    }),
  ]),
) as Record<(typeof SERVICE_LEVELS)[number]['metric'], Metric>;

/**
 * Every number on the glass: its name, unit, formula in words, whose definition it is, how it rolls up and how it is computed. Board,
 * report, replay and export read the same entry. `T` is the queue's service-level threshold.
 */
export const METRICS: Record<MetricId, Metric> = {
  waiting: define('waiting', {
    label: 'Waiting now',
    shortLabel: 'Waiting',
    unit: 'count',
    span: 'now',
    better: 'lower',
    formula: 'contacts in the queue that nobody has answered',
    measure: ({ now }) => counted(now.waitingCount),
  }),
  'longest-wait': define('longest-wait', {
    label: 'Longest wait now',
    shortLabel: 'Longest',
    unit: 'ms',
    span: 'now',
    better: 'lower',
    rollUp: 'max',
    formula: 'now − the moment the longest-waiting contact entered the queue',
    measure: ({ now, asOf }) => measuredMs(now.oldestQueuedAt === null ? null : Math.max(0, asOf - now.oldestQueuedAt)),
  }),
  'in-service': define('in-service', {
    label: 'In service now',
    shortLabel: 'In service',
    unit: 'count',
    span: 'now',
    better: 'neither',
    formula: 'contacts talking to an agent or on hold',
    measure: ({ now }) => counted(now.inServiceCount),
  }),
  'agents-available': inState('agents-available', 'Agents available', 'Available', ['available'], 'higher'),
  'agents-on-contact': inState('agents-on-contact', 'Agents on a contact', 'On contact', ['on-contact']),
  'agents-presented': inState('agents-presented', 'Agents being rung', 'Ringing', ['presented']),
  'agents-after-contact-work': inState('agents-after-contact-work', 'Agents in after-contact work', 'Wrapping up', [
    'after-contact-work',
  ]),
  'agents-not-ready': inState('agents-not-ready', 'Agents not ready', 'Not ready', ['not-ready']),
  'agents-signed-in': inState(
    'agents-signed-in',
    'Agents signed in',
    'Signed in',
    AGENT_STATES.filter((state) => state !== 'signed-out'),
  ),
  'agents-signed-out': inState('agents-signed-out', 'Agents signed out', 'Signed out', ['signed-out']),
  'wait-estimate': define('wait-estimate', {
    label: 'Wait expected for the next contact',
    shortLabel: 'Est. wait',
    unit: 'ms',
    span: 'now',
    better: 'lower',
    rollUp: 'max',
    formula:
      'median time until everyone ahead is served or gives up, at the handle time and patience measured lately (last 30 min, else today); shown with the 80th percentile',
    source: 'place in an M/M/n+M queue; patience is total wait ÷ abandons, left out under five abandons',
    measure: ({ now }) => measuredMs(now.estimateP50Ms),
  }),
  offered: countOf('offered', 'Offered', 'Offered', 'offeredCount', 'contacts that entered the queue'),
  answered: countOf('answered', 'Answered', 'Answered', 'answeredCount', 'offered contacts that an agent took'),
  abandoned: countOf(
    'abandoned',
    'Abandoned',
    'Abandoned',
    'abandonedCount',
    'offered contacts whose customer gave up in the queue',
    'lower',
  ),
  'short-abandoned': countOf(
    'short-abandoned',
    'Short abandoned',
    'Short aband',
    'shortAbandonedCount',
    'abandoned with a wait up to the queue’s short-abandon threshold',
  ),
  'flowed-out': countOf(
    'flowed-out',
    'Flowed out',
    'Flowed out',
    'flowedOutCount',
    'left the queue unanswered but not abandoned',
  ),
  'ended-before-queue': countOf(
    'ended-before-queue',
    'Ended before the queue',
    'Pre-queue',
    'endedBeforeQueueCount',
    'contacts that ended before they were queued; in no performance figure',
  ),
  transferred: countOf(
    'transferred',
    'Transferred',
    'Transferred',
    'transferredCount',
    'answered contacts that the agent passed on',
  ),
  ...serviceLevelMetrics,
  'average-speed-of-answer': meanOf(
    'average-speed-of-answer',
    'Average speed of answer',
    'ASA',
    'sum of waits of answered contacts ÷ answered',
    'Amazon Connect, Twilio Flex',
    (r) => [r.answeredWaitMs, r.answeredCount],
  ),
  'average-handle-time': meanOf(
    'average-handle-time',
    'Average handle time',
    'AHT',
    '(talk + hold + after-contact work) ÷ contacts with any handle time',
    'Twilio Flex',
    (r) => [r.talkMs + r.holdMs + r.afterContactWorkMs, r.handledCount],
  ),
  'average-talk-time': meanOf(
    'average-talk-time',
    'Average talk time',
    'Talk',
    'talk ÷ contacts with any handle time',
    SITE,
    (r) => [r.talkMs, r.handledCount],
  ),
  'average-hold-time': meanOf(
    'average-hold-time',
    'Average hold time',
    'Hold',
    'hold ÷ contacts with any handle time',
    SITE,
    (r) => [r.holdMs, r.handledCount],
  ),
  'average-after-contact-work': meanOf(
    'average-after-contact-work',
    'Average after-contact work',
    'ACW',
    'after-contact work ÷ contacts with any handle time',
    SITE,
    (r) => [r.afterContactWorkMs, r.handledCount],
  ),
  'average-abandon-time': meanOf(
    'average-abandon-time',
    'Average time to abandon',
    'Aband. time',
    'sum of waits of abandoned contacts ÷ abandoned',
    SITE,
    (r) => [r.abandonedWaitMs, r.abandonedCount],
  ),
  'abandon-rate': define('abandon-rate', {
    label: 'Abandon rate',
    shortLabel: 'Abandon',
    unit: 'ratio',
    better: 'lower',
    formula: 'abandoned ÷ (answered + abandoned)',
    source: 'Genesys, of contacts that were settled',
    measure: ({ readings: r }) => ratio(r.abandonedCount, r.answeredCount + r.abandonedCount),
  }),
  'abandon-rate-without-short': define('abandon-rate-without-short', {
    label: 'Abandon rate without short',
    shortLabel: 'Aband. net',
    unit: 'ratio',
    better: 'lower',
    formula: '(abandoned − short abandoned) ÷ (answered + abandoned − short abandoned)',
    measure: ({ readings: r }) =>
      ratio(r.abandonedCount - r.shortAbandonedCount, r.answeredCount + r.abandonedCount - r.shortAbandonedCount),
  }),
  'not-answered': countOf(
    'not-answered',
    'Not answered by agents',
    'Not answ.',
    'notAnsweredCount',
    'presentations that the agent did not take; one contact can count several times',
    'lower',
  ),
  'not-answered-rate': define('not-answered-rate', {
    label: 'Not-answered rate',
    shortLabel: 'Not answ. %',
    unit: 'ratio',
    better: 'lower',
    formula: 'not answered by agents ÷ presentations',
    measure: ({ readings: r }) => ratio(r.notAnsweredCount, Math.max(r.presentedCount, r.notAnsweredCount)),
  }),
  occupancy: define('occupancy', {
    label: 'Occupancy',
    shortLabel: 'Occupancy',
    unit: 'ratio',
    better: 'neither',
    formula: 'time on contacts and in after-contact work ÷ (the same + time available or ringing)',
    source: 'common practice; one contact in hand counts as busy whatever the capacity',
    measure: ({ readings: r }) => ratio(r.busyMs, r.busyMs + r.availableMs),
  }),
  'wait-p50': waitPercentile('wait-p50', 50, 'waitP50Ms'),
  'wait-p90': waitPercentile('wait-p90', 90, 'waitP90Ms'),
  'wait-p95': waitPercentile('wait-p95', 95, 'waitP95Ms'),
  'wait-max': define('wait-max', {
    label: 'Longest wait of answered',
    shortLabel: 'Wait max',
    unit: 'ms',
    better: 'lower',
    rollUp: 'max',
    formula: 'the longest wait among answered contacts',
    measure: ({ readings }) => measuredMs(readings.waitMaxMs),
  }),
  'first-contact-resolution': define('first-contact-resolution', {
    label: 'First-contact resolution',
    shortLabel: 'FCR',
    unit: 'ratio',
    better: 'higher',
    formula: 'resolved at first contact ÷ contacts whose source said whether they were',
    measure: ({ readings: r }) => ratio(r.resolvedCount, r.resolutionKnownCount),
  }),
  'survey-top-share': define('survey-top-share', {
    label: 'Surveys with a top score',
    shortLabel: 'Survey top',
    unit: 'ratio',
    better: 'higher',
    formula: 'surveys with CSAT ≥ 4, CES ≥ 6 or NPS ≥ 9 ÷ surveys',
    measure: ({ readings: r }) => ratio(r.surveyTopCount, r.surveyCount),
  }),
};

/** All metrics in display order. */
export const METRIC_LIST: readonly Metric[] = METRIC_IDS.map((id) => METRICS[id]);

/** One number with its evidence. */
export function measure(id: MetricId, input: MetricInput): Measured {
  return METRICS[id].measure(input);
}
