import type { LoggedEvent } from '../kit/logged-event.ts';
import { endAlarm, endAlarmsOf, noteAlarm, type AlarmSpan } from './alarm-spans.ts';
import type { SubjectTable } from './alert-metric.ts';
import type { AlertDayJudged, AlertPastLearned, JudgedDay } from './events.ts';
import { decodeHalfHours, encodeHalfHours, HalfHours, type EncodedHalfHours } from './half-hours.ts';

/** What is kept of the past for rules that compare with it: bounded, as the log tells it, the same live and in a backtest. */
export type AlertMemory = {
  /** Contacts that entered each queue, by half hour. */
  readonly offered: Map<string, OfferedDays>;
  /** Time of the oldest event that was counted; before it nothing is known. -1 before the first. */
  firstAt: number;
  latestAt: number;
  /** Customers' answers, in the order in which they came. */
  answers: FeedbackAnswer[];
  /** Answers that had to go because of {@link KEPT_ANSWERS}. */
  droppedAnswerCount: number;
  /** Days judged, by test and subject, the oldest first. */
  readonly days: Map<string, JudgedDay[]>;
  /** What metrics that rules compare with their own past were, half hour by half hour. */
  readonly halfHours: HalfHours;
  /** When such comparisons had an alarm: what was then is no part of what is usual. */
  alarms: AlarmSpan[];
  /** Local dates on which nobody is expected to work, by entry of the calendar, both ends included. */
  readonly closures: Map<string, { readonly fromDate: string; readonly toDate: string }>;
  /** Raised with answers, days and half hours, so that readers know. Not part of the memory proper. */
  version: number;
};

export type OfferedDays = Map<number, OfferedDay>;
type OfferedDay = { readonly counts: Uint16Array; text: string | null };

export type FeedbackAnswer = {
  readonly at: number;
  readonly queueId: string | null;
  readonly agentId: string | null;
  readonly negative: boolean;
  /** Lower case. */
  readonly comment: string;
  readonly tags: readonly string[];
};

export const HALF_HOUR_MS = 1_800_000;
const DAY_MS = 86_400_000;
const HALF_HOURS = 48;
/** Nine weeks: eight to compare with, and the one that runs. */
const KEPT_DAYS = 64;
const MOST_COUNT = 65_535;
export const KEPT_ANSWERS = 5_000;
export const ANSWERS_KEPT_MS = 29 * DAY_MS;
const MOST_COMMENT = 400;
/** Days kept of each judged series, and series kept. */
const KEPT_JUDGED = 70;
export const KEPT_SERIES = 2_000;

/** Scores that say a customer was displeased: CSAT 1-2, CES 1-3, NPS 0-6. */
const NEGATIVE_SCORE = { csat: 2, ces: 3, nps: 6 } as const;

export function createAlertMemory(): AlertMemory {
  return {
    offered: new Map(),
    firstAt: -1,
    latestAt: -1,
    answers: [],
    droppedAnswerCount: 0,
    days: new Map(),
    halfHours: new HalfHours(),
    alarms: [],
    closures: new Map(),
    version: 0,
  };
}

/** Remembers that a contact was offered: the event that comes most often. */
export function rememberOffered(memory: AlertMemory, { data, time }: LoggedEvent<'contact.queued'>): void {
  noteTime(memory, time);
  countOffered(memory, data.queueId, time);
}

export function foldMemory(memory: AlertMemory, event: LoggedEvent): void {
  switch (event.type) {
    case 'contact.queued':
      rememberOffered(memory, event);
      return;
    case 'survey.answered':
      noteTime(memory, event.time);
      noteAnswer(memory, event);
      return;
    case 'alert.day-judged':
      noteDay(memory, event.data);
      return;
    case 'alert.half-hour-kept':
      memory.version++;
      memory.halfHours.keep(event.data);
      return;
    case 'alert.past-learned':
      notePast(memory, event.data);
      return;
    case 'alert.fired':
      noteAlarm(memory, event.data);
      return;
    case 'alert.resolved':
      endAlarm(memory, event.data.alertId, event.time);
      return;
    case 'alert.rule-removed':
      endAlarmsOf(memory, event.data.ruleId, event.time);
      return;
    case 'forecast.calendar-set': {
      const { id, kind, fromDate, toDate } = event.data.entry;
      memory.closures.delete(id);
      if (kind === 'closure' || kind === 'holiday') memory.closures.set(id, { fromDate, toDate });
      return;
    }
    case 'forecast.calendar-removed':
      memory.closures.delete(event.data.entryId);
      return;
    default:
  }
}

function noteTime(memory: AlertMemory, time: number): void {
  if (memory.firstAt < 0 || time < memory.firstAt) memory.firstAt = time;
  if (time > memory.latestAt) memory.latestAt = time;
}

function countOffered(memory: AlertMemory, queueId: string, time: number): void {
  let days = memory.offered.get(queueId);
  if (days === undefined) memory.offered.set(queueId, (days = new Map()));
  const number = Math.floor(time / DAY_MS);
  let day = days.get(number);
  if (day === undefined) {
    if (number <= Math.floor(memory.latestAt / DAY_MS) - KEPT_DAYS) return;
    days.set(number, (day = { counts: new Uint16Array(HALF_HOURS), text: null }));
    for (const old of days.keys()) if (old <= Math.floor(memory.latestAt / DAY_MS) - KEPT_DAYS) days.delete(old);
  }
  const slot = Math.floor((time - number * DAY_MS) / HALF_HOUR_MS);
  day.counts[slot] = Math.min(MOST_COUNT, (day.counts[slot] ?? 0) + 1);
  day.text = null;
}

/** Contacts that entered a queue in the half hour that began at `startAt`. */
export function offeredIn(memory: AlertMemory, queueId: string, startAt: number): number {
  const number = Math.floor(startAt / DAY_MS);
  const slot = Math.floor((startAt - number * DAY_MS) / HALF_HOUR_MS);
  return memory.offered.get(queueId)?.get(number)?.counts[slot] ?? 0;
}

function noteAnswer(memory: AlertMemory, { time, data }: LoggedEvent<'survey.answered'>): void {
  memory.version++;
  memory.answers.push({
    at: time,
    queueId: data.queueId ?? null,
    agentId: data.agentId ?? null,
    negative: data.score <= NEGATIVE_SCORE[data.scale],
    comment: (data.comment ?? '').slice(0, MOST_COMMENT).toLowerCase(),
    tags: data.tags ?? [],
  });
  const oldest = memory.latestAt - ANSWERS_KEPT_MS;
  let gone = 0;
  while ((memory.answers[gone]?.at ?? Infinity) < oldest) gone++;
  const over = memory.answers.length - gone - KEPT_ANSWERS;
  if (over > 0) memory.droppedAnswerCount += over;
  // In one piece now and then: taking one off the front of a long list for each answer would cost more than the answer.
  gone += Math.max(0, over);
  if (gone > 0) memory.answers = memory.answers.slice(gone);
}

export function seriesKey(testId: string, table: SubjectTable, subjectId: string): string {
  return `${testId}/${table}/${subjectId}`;
}

export function noteDay(memory: AlertMemory, { testId, subject, ...day }: AlertDayJudged): void {
  memory.version++;
  const key = seriesKey(testId, subject.table, subject.id);
  const known = memory.days.get(key) ?? [];
  if (known.some((one) => one.dayStartAt >= day.dayStartAt)) return;
  keepDays(memory, key, [...known, day]);
}

function keepDays(memory: AlertMemory, key: string, days: readonly JudgedDay[]): void {
  // Anew at the end: the series that was told longest ago is the first to go.
  memory.days.delete(key);
  memory.days.set(key, days.slice(-KEPT_JUDGED));
  const [first] = memory.days.keys();
  if (memory.days.size > KEPT_SERIES && first !== undefined) memory.days.delete(first);
}

/** What was learned of the past, in the place of what was judged without knowing it. */
function notePast(memory: AlertMemory, { days, halfHours }: AlertPastLearned): void {
  memory.version++;
  for (const { testId, subject, days: learned } of days) {
    const key = seriesKey(testId, subject.table, subject.id);
    const merged = new Map((memory.days.get(key) ?? []).map((day) => [day.dayStartAt, day]));
    for (const day of learned) merged.set(day.dayStartAt, day);
    keepDays(
      memory,
      key,
      [...merged.values()].sort((left, right) => left.dayStartAt - right.dayStartAt),
    );
  }
  for (const learned of halfHours) memory.halfHours.learn(learned);
}

/** Whether nobody is expected to work on a local date, ISO. */
export function isClosedOn(memory: AlertMemory, date: string): boolean {
  for (const { fromDate, toDate } of memory.closures.values()) if (fromDate <= date && date <= toDate) return true;
  return false;
}

export type EncodedMemory = {
  readonly offered: readonly (readonly [queueId: string, days: readonly (readonly [number, string])[]])[];
  readonly firstAt: number;
  readonly latestAt: number;
  readonly answers: readonly FeedbackAnswer[];
  readonly droppedAnswerCount: number;
  readonly days: readonly (readonly [string, readonly JudgedDay[]])[];
  readonly halfHours: EncodedHalfHours;
  readonly alarms: readonly AlarmSpan[];
  readonly closures: readonly (readonly [string, { readonly fromDate: string; readonly toDate: string }])[];
};

/** Plain JSON. The text of a day is made once: days that are over change no more. */
export function encodeMemory(memory: AlertMemory): EncodedMemory {
  return {
    offered: [...memory.offered].map(([queueId, days]) => [
      queueId,
      [...days].sort(([left], [right]) => left - right).map(([number, day]) => [number, textOf(day)]),
    ]),
    firstAt: memory.firstAt,
    latestAt: memory.latestAt,
    answers: memory.answers,
    droppedAnswerCount: memory.droppedAnswerCount,
    days: [...memory.days],
    halfHours: encodeHalfHours(memory.halfHours),
    alarms: memory.alarms,
    closures: [...memory.closures],
  };
}

function textOf(day: OfferedDay): string {
  day.text ??= Array.from(day.counts, (count) => (count === 0 ? '' : String(count))).join(',');
  return day.text;
}

export function decodeMemory(encoded: EncodedMemory): AlertMemory {
  const memory: AlertMemory = { ...createAlertMemory(), halfHours: decodeHalfHours(encoded.halfHours) };
  for (const [queueId, days] of encoded.offered) {
    memory.offered.set(
      queueId,
      new Map(days.map(([number, text]) => [number, { counts: Uint16Array.from(text.split(','), Number), text }])),
    );
  }
  memory.firstAt = encoded.firstAt;
  memory.latestAt = encoded.latestAt;
  memory.answers = [...encoded.answers];
  memory.droppedAnswerCount = encoded.droppedAnswerCount;
  for (const [key, days] of encoded.days) memory.days.set(key, [...days]);
  memory.alarms = [...encoded.alarms];
  for (const [id, closure] of encoded.closures) memory.closures.set(id, closure);
  return memory;
}
