/** A number that is worked out for one interval, agent, contact, session or plan rather than read from a row over a window. */
export type FigureWords = {
  readonly label: string;
  /** The formula in words, as the pop-over shows it. */
  readonly formula: string;
  /** Whose definition it is; ours where nobody is named. */
  readonly source?: string;
};

/** Every such number on the glass, in English; the message catalogues say it in the other languages under `figure.<id>`. */
export const FIGURES = {
  'contact-time-in-phase': {
    label: 'Time in this phase',
    formula: 'now − the moment the contact came into this phase',
  },
  'time-by-state': {
    label: 'Time in the state today',
    formula: 'sum of the spans in this state since the day began, the running one up to now',
  },
  'alert-standing-time': {
    label: 'Time since it fired',
    formula: 'now (or the moment it was resolved) − the moment the alert fired',
  },
  'escalation-time-left': {
    label: 'Time to the next step',
    formula: 'the moment at which the policy takes its next step − now',
  },
  'escalation-duration': {
    label: 'How long it took',
    formula: 'the moment the escalation ended − the moment it began',
  },
  'session-confidence': {
    label: 'Confidence of the session now',
    formula: 'confidence of the session’s latest turn, against the threshold it is held to',
  },
  'session-lowest-confidence': {
    label: 'Lowest confidence of the session',
    formula: 'the smallest confidence among the session’s turns',
  },
  'session-runner-up': {
    label: 'Confidence of the runner-up',
    formula: 'confidence of the intent that the bot held second likeliest at that turn',
  },
  'session-turns': { label: 'Turns of the session', formula: 'turns of the session so far' },
  'session-open-for': { label: 'Time open', formula: 'now − the moment the session began' },
  'handover-wait': {
    label: 'Wait for a person',
    formula: 'the moment a person took it (until then: now) − the moment it was first offered',
  },
  'handover-response': {
    label: 'Time to answer the offer',
    formula: 'the moment of the answer − the moment it was offered to this person',
  },
  'sessions-by-ending': {
    label: 'Sessions by how they ended',
    formula: 'ended sessions of the chosen days, each counted once under its ending',
  },
  'handover-waits': {
    label: 'Waits of handovers',
    formula: 'offered → taken, of the handovers of the chosen days; median and 90th percentile by nearest rank',
  },
  'confidence-drift': {
    label: 'Drift of confidence',
    formula: 'mean confidence of each session, last day against the fortnight before; p of the two-sample test',
    source: 'Kolmogorov-Smirnov',
  },
  'calibration-error': {
    label: 'Expected calibration error',
    formula: 'sum over the bins of (turns in it ÷ turns) × |share right − mean confidence|',
    source: 'Naeini, Cooper, Hauskrecht 2015',
  },
  'bin-turns': {
    label: 'Turns in the bin',
    formula: 'turns whose confidence lies in the bin, of those whose outcome is known',
  },
  'bin-mean': { label: 'Mean confidence in the bin', formula: 'sum of the confidences of its turns ÷ its turns' },
  'bin-right': { label: 'Share right in the bin', formula: 'right turns ÷ turns of the bin' },
  'bin-bounds': {
    label: 'Bounds of the share right',
    formula: 'where the true share lies with 95 % certainty',
    source: 'Wilson',
  },
  'threshold-handovers': {
    label: 'Handovers an hour at the threshold',
    formula:
      'sessions whose least certain turn lies under this threshold ÷ clock hours in which any ended – the most in one hour',
  },
  'threshold-agents': {
    label: 'Agents for these handovers',
    formula: 'the fewest with whom they are answered as the handover target asks: in a usual hour – in the busiest',
    source: 'Erlang C',
  },
  'threshold-needless': {
    label: 'Needless handovers',
    formula: 'sessions handed over at this threshold that the bot contained',
  },
  'threshold-missed': {
    label: 'Missed handovers',
    formula: 'sessions left with the bot at this threshold that it did not contain',
  },
  'threshold-cost': {
    label: 'Cost of the threshold',
    formula: 'needless handovers + weight × customers the bot loses',
  },
  'intent-sessions': {
    label: 'Sessions of the intent',
    formula: 'ended sessions of the chosen days whose least certain turn had this intent',
  },
  'intent-lost': { label: 'Sessions not contained', formula: 'of these sessions those the bot did not contain' },
  'advised-threshold': {
    label: 'Advised threshold',
    formula: 'the threshold that would have cost least; of equal ones the lowest',
  },
  'topic-turns': {
    label: 'Turns not understood',
    formula: 'turns under the threshold or not understood that belong to the topic; beside it their mean confidence',
  },
  'topic-sessions': { label: 'Sessions with the topic', formula: 'sessions with at least one such turn' },
  'agents-required': {
    label: 'Agents needed',
    formula: 'the fewest with whom the forecast interval keeps its requirement, and at least the queue’s minimum',
  },
  'gap-now': { label: 'Gap now', formula: 'agents on the floor − agents needed now' },
  'gap-interval': {
    label: 'Gap of the interval',
    formula: 'agents scheduled − agents to schedule (needed ÷ (1 − shrinkage), rounded up)',
  },
  'gap-worst': {
    label: 'Worst gap of the rest of the day',
    formula: 'the smallest gap (scheduled − to schedule) among the intervals still to come',
  },
  adherence: { label: 'Adherence', formula: '(time as scheduled + forgiven by the grace + excused) ÷ scheduled time' },
  conformance: { label: 'Conformance', formula: 'time worked ÷ time scheduled to work, whenever it was' },
  'excused-time': { label: 'Excused time', formula: 'sum of the exceptions that were approved' },
  'lost-at-peaks': {
    label: 'Absence at peaks',
    formula: 'time lost in the quarter of intervals with most contacts ÷ all time lost',
  },
  'agents-by-standing': {
    label: 'Agents by standing',
    formula: 'scheduled agents whose state, against their schedule now, is this',
  },
  'time-out-of-adherence': {
    label: 'Time out of adherence',
    formula: 'now − the moment the agent left what the schedule asks for',
  },
  'training-cover': {
    label: 'Cover as trained',
    formula: 'the most of the needed agents that those scheduled can be, each in the queues they know',
    source: 'greatest flow through a network',
  },
  'training-gain': { label: 'Gain of a training', formula: 'cover with this skill added − cover as trained' },
  'ramp-gap': { label: 'Agents missing', formula: 'agents required in the week − effective agents in it' },
  'handoff-time-left': {
    label: 'Business time left',
    formula: 'business time of the department’s agreement − business time used; stands while the clock is paused',
  },
  'handoff-took': {
    label: 'Business time taken',
    formula: 'business time between opening and settling, pauses left out',
  },
  'handoff-attainment': { label: 'Promises kept', formula: 'handoffs settled within their promise ÷ handoffs settled' },
  'handoff-bounces': { label: 'Times sent back', formula: 'how often the handoff was sent back' },
  'surge-level': {
    label: 'Service level of the surge',
    formula: 'answered in time ÷ (answered + abandoned), before, during and after it',
  },
  'surge-effect': {
    label: 'Effect of the surge',
    formula: 'service level during it − what the baseline says it would have been, in points with bounds',
  },
  'surge-agents': { label: 'Agents asked for', formula: 'agents needed − agents there, over the span of the surge' },
  'surge-cost': { label: 'Cost', formula: 'hours of the people moved × cost of an hour × factor of the kind of move' },
  'forecast-error': {
    label: 'Error of the forecast',
    formula: 'sum of |actual − forecast| ÷ sum of actual, on days forecast from the days before them alone',
    source: 'WAPE',
  },
  'forecast-chance': {
    label: 'What chance alone gives',
    formula: 'the error that a forecast of the true mean would still have',
    source: 'Poisson',
  },
  'forecast-coverage': {
    label: 'In the 80 % band',
    formula: 'intervals whose actual count lay within the band ÷ intervals',
  },
  'forecast-tested': { label: 'Tested on', formula: 'past days (or intervals) that were forecast and compared' },
  'forecast-expected': { label: 'Contacts expected', formula: 'sum of the forecast over the span' },
  'forecast-actual': { label: 'Contacts that came', formula: 'contacts offered over the span' },
  'capacity-abandon-rate': {
    label: 'Abandoned of the quarter',
    formula: 'abandoned ÷ offered of the weeks, with the bounds of the true share at 95 %',
    source: 'Wilson',
  },
  'capacity-trend': {
    label: 'Change from week to week',
    formula: 'slope by least squares over the weeks, in points of share',
  },
  'expected-service-level': {
    label: 'Service level expected',
    formula: 'share served in time, reckoned over the coming intervals with these agents and this volume',
    source: 'Erlang A',
  },
  'expected-wait': {
    label: 'Wait expected',
    formula: 'mean wait, reckoned over the coming intervals; of deferred work the wait of what comes last',
    source: 'Erlang A',
  },
  'expected-abandon-rate': {
    label: 'Abandoned, expected',
    formula: 'share that gives up, reckoned over the coming intervals with the measured patience',
    source: 'Erlang A',
  },
  'expected-occupancy': {
    label: 'Occupancy expected',
    formula: 'work ÷ agents’ time, reckoned over the coming intervals',
  },
  'expected-cost': { label: 'Cost expected', formula: 'agents’ hours × cost of an hour + what leaving contacts cost' },
  simulated: {
    label: 'Mean of the simulations',
    formula: 'mean of the day over all runs ± half of its 95 % interval',
    source: 'contact by contact',
  },
  'segment-volume': { label: 'Sessions of the segment', formula: 'sessions of the segment over the span' },
  'segment-contained': { label: 'Served without people', formula: '1 − handovers ÷ sessions, as it is and as tried' },
  'segment-handovers': {
    label: 'Handovers of the segment',
    formula: 'sessions that go to people, as it is and as tried',
  },
  'segment-agents': {
    label: 'Agents of the segment',
    formula: 'the fewest that keep the target with these handovers, as it is and as tried',
    source: 'Erlang C',
  },
  'segment-cost': {
    label: 'Cost of the segment',
    formula: 'cost of the agents + sessions served without people × cost of one',
  },
  'deviation-share': { label: 'Off the plan', formula: 'contacts that came ÷ contacts expected − 1' },
  'forecast-handle-time': {
    label: 'Handle time expected',
    formula: 'sum of (contacts × handle time) of the intervals ÷ contacts',
  },
  'clock-segment': {
    label: 'Length of the span',
    formula: 'its end − its beginning, as the department’s clock counts it',
  },
  'handle-time-error': {
    label: 'Error of handle times',
    formula: '|forecast − actual| of the mean handle time of past days, weighted by contacts ÷ actual',
  },
  'segment-handle-ratio': {
    label: 'Handle time against the queue',
    formula:
      '1 + believed share × (handle time of the segment ÷ that of the queue’s mean contact in the same intervals − 1)',
    source: 'Bühlmann–Straub credibility',
  },
  'segment-credibility': {
    label: 'How far that is believed',
    formula: 'contacts ÷ (contacts + variance between days ÷ variance between segments)',
    source: 'Bühlmann–Straub credibility',
  },
  'segment-handled': {
    label: 'Contacts measured',
    formula: 'handled contacts of the segment on the days that were learned from',
  },
  'segment-share': {
    label: 'Share of the segment',
    formula: 'contacts of the segment ÷ contacts of the queue, learnt from the past',
  },
} as const satisfies Readonly<Record<string, FigureWords>>;

export type FigureId = keyof typeof FIGURES;
