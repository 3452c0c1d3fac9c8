import type { AgentState } from '../agents/events.ts';

/** What an agent's time counts as: handling, waiting to handle, or neither. */
export const NEITHER = 0;
export const BUSY = 1;
export const AVAILABLE = 2;
export type TimeKind = typeof NEITHER | typeof BUSY | typeof AVAILABLE;

/** What time in a state counts as. */
export function timeKindOf(state: AgentState): TimeKind {
  switch (state) {
    case 'available':
    case 'presented':
      return AVAILABLE;
    case 'on-contact':
    case 'after-contact-work':
      return BUSY;
    case 'not-ready':
    case 'signed-out':
      return NEITHER;
  }
}

/**
 * When what an agent's time counts as changed, with the busy and available time spent until then, so that the time spent in any span is the
 * difference of two look-ups, whatever happened in it. Before the first change it was neither.
 */
export type Activity = {
  /**
   * Four numbers a change: its moment (epoch ms), the busy and available ms before it, and what time counts as from it on. One plain list: a
   * change is then one piece of memory, where typed arrays would be five.
   */
  readonly marks: number[];
  length: number;
  /** Changes from here on follow from facts that may still be joined by others. */
  settledLength: number;
  /** So many of the first are known to be thinned already. It says nothing about the agent, and is not saved. */
  thinnedLength: number;
};

/** Told of a span of busy or available time that can change no more. */
export type SpanSink = (kind: TimeKind, from: number, to: number) => void;

const STRIDE = 4;
const KIND = 3;

export function createActivity(): Activity {
  return { marks: [], length: 0, settledLength: 0, thinnedLength: 0 };
}

/**
 * Notes what time counts as from a moment on. Moments come in order; one before the last change is told again by a contact that was run anew
 * and stands already, so only what it leads to counts, from the last change on.
 */
export function noteKind(activity: Activity, kind: TimeKind, time: number): void {
  const last = activity.length - 1;
  if (last >= 0) {
    if (time <= markTime(activity, last)) {
      setKind(activity, last, kind);
      return;
    }
    if (kindAt(activity, last) === kind) return;
  } else if (kind === NEITHER) return;
  activity.marks.push(time, busyMsAt(activity, last, time), availableMsAt(activity, last, time), kind);
  activity.length++;
}

function setKind(activity: Activity, index: number, kind: TimeKind): void {
  activity.marks[index * STRIDE + KIND] = kind;
}

/** Keeps only the first so many changes. */
function cutOff(activity: Activity, length: number): void {
  if (length === activity.length) return;
  activity.length = length;
  activity.marks.length = length * STRIDE;
}

/** The moment of a change, epoch ms. */
export function markTime(activity: Activity, index: number): number {
  return activity.marks[index * STRIDE] as number; // index is within its length
}

/** What time counts as from a change on; neither before the first, which is -1. */
export function kindAt(activity: Activity, index: number): TimeKind {
  return index < 0 ? NEITHER : (activity.marks[index * STRIDE + KIND] as TimeKind); // index is within its length
}

/** The change that stands at a moment; -1 before the first. */
export function changeAt(activity: Activity, time: number): number {
  let low = 0;
  let high = activity.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (markTime(activity, middle) <= time) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** Busy ms up to a moment at which the change `index` stands. */
export function busyMsAt(activity: Activity, index: number, time: number): number {
  if (index < 0) return 0;
  const before = activity.marks[index * STRIDE + 1] as number; // index is within its length
  return kindAt(activity, index) === BUSY ? before + time - markTime(activity, index) : before;
}

/** Available ms up to a moment at which the change `index` stands. */
export function availableMsAt(activity: Activity, index: number, time: number): number {
  if (index < 0) return 0;
  const before = activity.marks[index * STRIDE + 2] as number; // index is within its length
  return kindAt(activity, index) === AVAILABLE ? before + time - markTime(activity, index) : before;
}

/** Forgets what is not settled, to be told anew; `kind` is what time counted as when the last settled change was made. */
export function unwindActivity(activity: Activity, kind: TimeKind): void {
  cutOff(activity, activity.settledLength);
  if (activity.length > 0) setKind(activity, activity.length - 1, kind);
}

/** Settles the changes before `horizon`, and tells of the spans between settled ones. */
export function settleActivity(activity: Activity, horizon: number, tell: SpanSink | null): void {
  let index = activity.settledLength;
  while (index < activity.length && markTime(activity, index) < horizon) index++;
  if (tell !== null) {
    for (let change = Math.max(1, activity.settledLength); change < index; change++) {
      const kind = kindAt(activity, change - 1);
      if (kind !== NEITHER) tell(kind, markTime(activity, change - 1), markTime(activity, change));
    }
  }
  activity.settledLength = index;
}

/**
 * Thins settled changes: none before `oldest` but the one that stands there, and before `recent` only one at each multiple of `stepMs` (the
 * one that stands there, moved to it). Time spent between two such multiples stays exact.
 */
export function thinActivity(activity: Activity, oldest: number, recent: number, stepMs: number): void {
  // What is not settled is still to be told, however old: an agent may have been away since.
  const first = Math.max(0, Math.min(changeAt(activity, oldest), activity.settledLength - 1));
  let kept = 0;
  let thinnedLength = 0;
  for (let index = first; index < activity.length; index++) {
    if (index < activity.thinnedLength) {
      move(activity, kept++, index);
      thinnedLength = kept;
      continue;
    }
    const time = markTime(activity, index);
    const step = (Math.floor(time / stepMs) + 1) * stepMs;
    if (step > recent || index + 1 >= activity.settledLength) {
      // Nor is any that comes after.
      for (; index < activity.length; index++) move(activity, kept++, index);
      break;
    }
    // Replaced by the same change at the next multiple, where nothing comes before that and nothing needs it until then.
    const isThinned = time % stepMs !== 0 && kept > 0;
    if (isThinned && markTime(activity, index + 1) <= step) continue;
    keep(activity, kept++, index, isThinned ? step : time);
    thinnedLength = kept;
  }
  activity.thinnedLength = thinnedLength;
  activity.settledLength -= activity.length - kept;
  cutOff(activity, kept);
}

function keep(activity: Activity, place: number, index: number, time: number): void {
  const busyMs = busyMsAt(activity, index, time);
  const availableMs = availableMsAt(activity, index, time);
  setKind(activity, place, kindAt(activity, index));
  activity.marks[place * STRIDE] = time;
  activity.marks[place * STRIDE + 1] = busyMs;
  activity.marks[place * STRIDE + 2] = availableMs;
}

function move(activity: Activity, place: number, index: number): void {
  if (place === index) return;
  const { marks } = activity;
  for (let field = 0; field < STRIDE; field++) marks[place * STRIDE + field] = marks[index * STRIDE + field] as number; // within
}

/** The settled changes as plain JSON. Four numbers each: ms, busy ms and available ms since the one before, and the kind. */
export type EncodedActivity = readonly number[];

/** `lastKind` is what time counted as when the last settled change was made. */
export function encodeActivity(activity: Activity, lastKind: TimeKind): EncodedActivity {
  const { marks, settledLength } = activity;
  const encoded: number[] = [];
  for (let index = 0; index < settledLength; index++) {
    const at = index * STRIDE;
    // Time spent before the first change kept is of no use to anyone, so it does not tell two equal states apart.
    for (let field = 0; field < KIND; field++) {
      const value = marks[at + field] as number; // within the settled changes
      encoded.push(index > 0 ? value - (marks[at - STRIDE + field] as number) : field === 0 ? value : 0);
    }
    encoded.push(index === settledLength - 1 ? lastKind : kindAt(activity, index));
  }
  return encoded;
}

/** Fills an empty activity. */
export function decodeActivity(activity: Activity, encoded: EncodedActivity): void {
  const sums = [0, 0, 0];
  encoded.forEach((value, index) => {
    const field = index % STRIDE;
    if (field < KIND) sums[field] = (sums[field] as number) + value; // three sums
    activity.marks.push(field < KIND ? (sums[field] as number) : value);
  });
  activity.length = encoded.length / STRIDE;
  activity.settledLength = activity.length;
}
