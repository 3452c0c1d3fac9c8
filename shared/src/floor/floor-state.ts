import type { SiteClock } from '../sites/events.ts';
import type { Channel } from '../kit/channel.ts';
import type { TimeKind } from './activity.ts';
import type { Agent } from './agent.ts';
import type { Bot, BotSession } from './bot.ts';
import { ServedContacts, WaitingContacts } from './contact-list.ts';
import type { Contact, Visit } from './contact.ts';
import { createEndingLine, type EndingLine } from './ending-line.ts';
import type { Leaving } from './leaving.ts';
import { createRing, type Ring } from './ring.ts';
import { createTagCounts, type TagCounts } from './tag-counts.ts';
import { BUCKET_MS, DAY_BUCKETS, DAY_BUCKET_MS, ROLLING_BUCKETS } from './window.ts';

/** An event may arrive this much later than the newest one and still change the live numbers; older ones are counted as too late. */
export const ALLOWED_LATENESS_MS = 15 * 60_000;
/** A contact without any event for this long is given up: its source lost it. Counted in `expiredCount`. */
export const FORGET_CONTACT_MS = 7 * 24 * 3_600_000;
/** An open bot session without any event for this long is given up. */
export const FORGET_SESSION_MS = 24 * 3_600_000;
/** Minutes of waiting kept for the sparkline. */
export const WAITING_MINUTES = 60;

/** Number of contacts waiting in a queue or roll-up, with the most in each of the last minutes. */
export type WaitingTrack = { count: number; minute: number; readonly peaks: number[] };

/** A group, a team or the whole site. */
export type Area = {
  readonly id: string;
  name: string;
  readonly kind: 'group' | 'team' | 'site';
  attributeTimes: Record<string, number>;
  readonly waiting: WaitingTrack;
  changed: boolean;
};

export type Queue = {
  readonly id: string;
  name: string;
  channel: Channel;
  groupId: string | null;
  teamId: string | null;
  department: string | null;
  serviceLevelThresholdMs: number;
  shortAbandonThresholdMs: number;
  serviceLevelTarget: number;
  highValue: boolean;
  attributeTimes: Record<string, number>;
  /** The site, and the group and team the queue belongs to. */
  areas: Area[];
  readonly waiting: WaitingTrack;
  readonly waitingContacts: WaitingContacts;
  readonly servedContacts: ServedContacts;
  readonly agentIds: Set<string>;
  readonly rolling: Ring;
  readonly day: Ring;
  /** Raised with every change of a tally, so that readers can keep sums. */
  version: number;
  /** Raised with every visit that was taken back: what readers kept of its waits no longer holds. */
  takenBackCount: number;
  changed: boolean;
};

export type SourceState = {
  readonly id: string;
  lastEventAt: number;
  lastRecordedAt: number;
  lastHeartbeatAt: number | null;
  everyMs: number;
  eventCount: number;
  changed: boolean;
};

/** Where finished facts go when someone collects them (reports); they can change no more. */
export type Settled = {
  readonly visit: (visit: Visit) => void;
  readonly agentSpan: (agent: Agent, kind: TimeKind, from: number, to: number) => void;
};

export type FloorState = {
  readonly siteId: string;
  position: number;
  latestEventAt: number;
  latestRecordedAt: number;
  clock: SiteClock;
  name: string;
  zone: string;
  dayStartsAt: string;
  intervalMinutes: 15 | 30;
  serviceLevelFormula: string;
  tags: string[];
  attributeTimes: Record<string, number>;
  readonly site: Area;
  readonly groups: Map<string, Area>;
  readonly teams: Map<string, Area>;
  readonly queues: Map<string, Queue>;
  readonly agents: Map<string, Agent>;
  readonly contacts: Map<string, Contact>;
  /** Contacts that ended and may be forgotten once they were not heard of for longer than the allowed lateness. */
  readonly leaving: Leaving;
  readonly bots: Map<string, Bot>;
  readonly sessions: Map<string, BotSession>;
  readonly endingSessions: EndingLine<BotSession>;
  readonly sources: Map<string, SourceState>;
  /** The source of the newest event, found again without looking it up; no part of the state proper. */
  latestSource: SourceState | null;
  anomalyCount: number;
  unknownCount: number;
  tooLateCount: number;
  toldTags: TagCounts;
  parkedCount: number;
  expiredCount: number;
  /** Event time of the last look for things to forget; and of the last look for things lost. */
  sweptAt: number;
  expiredAt: number;
  readonly changes: Changes;
  settled: Settled | null;
  /** Contacts, agents and queues as a saving that goes on has written them; one that changes is taken out. `null` while nothing is saved. */
  texts: Map<object, string> | null;
  /** Raised when queues or agents change where they belong, so that readers know. Not part of the state proper. */
  regroupedCount: number;
};

/** What was touched since the last cut. Not part of the state proper: it says nothing about the floor. */
export type Changes = {
  on: boolean;
  queues: Queue[];
  areas: Area[];
  agents: Agent[];
  contacts: Contact[];
  bots: Bot[];
  sessions: BotSession[];
  sources: SourceState[];
  removedContacts: string[];
  removedSessions: string[];
};

export function createFloorState(siteId: string): FloorState {
  return {
    siteId,
    position: 0,
    latestEventAt: 0,
    latestRecordedAt: 0,
    clock: { kind: 'real' },
    name: siteId,
    zone: 'UTC',
    dayStartsAt: '00:00',
    intervalMinutes: 30,
    serviceLevelFormula: 'default',
    tags: [],
    attributeTimes: {},
    site: createArea(siteId, 'site'),
    groups: new Map(),
    teams: new Map(),
    queues: new Map(),
    agents: new Map(),
    contacts: new Map(),
    leaving: new Map(),
    bots: new Map(),
    sessions: new Map(),
    endingSessions: createEndingLine(),
    sources: new Map(),
    latestSource: null,
    anomalyCount: 0,
    unknownCount: 0,
    tooLateCount: 0,
    toldTags: createTagCounts(),
    parkedCount: 0,
    expiredCount: 0,
    sweptAt: 0,
    expiredAt: 0,
    changes: createChanges(),
    settled: null,
    texts: null,
    regroupedCount: 0,
  };
}

export function createChanges(): Changes {
  return {
    on: true,
    queues: [],
    areas: [],
    agents: [],
    contacts: [],
    bots: [],
    sessions: [],
    sources: [],
    removedContacts: [],
    removedSessions: [],
  };
}

export function createArea(id: string, kind: Area['kind']): Area {
  return {
    id,
    name: id,
    kind,
    attributeTimes: {},
    waiting: createWaitingTrack(),
    changed: false,
  };
}

export function createWaitingTrack(): WaitingTrack {
  return { count: 0, minute: 0, peaks: Array.from({ length: WAITING_MINUTES }, () => 0) };
}

export function createQueue(id: string): Queue {
  return {
    id,
    name: id,
    channel: 'voice',
    groupId: null,
    teamId: null,
    department: null,
    serviceLevelThresholdMs: 20_000,
    shortAbandonThresholdMs: 5_000,
    serviceLevelTarget: 0.8,
    highValue: false,
    attributeTimes: {},
    areas: [],
    waiting: createWaitingTrack(),
    waitingContacts: new WaitingContacts(),
    servedContacts: new ServedContacts(),
    agentIds: new Set(),
    rolling: createRing(BUCKET_MS, ROLLING_BUCKETS),
    day: createRing(DAY_BUCKET_MS, DAY_BUCKETS),
    version: 0,
    takenBackCount: 0,
    changed: false,
  };
}

/** Moves the count of waiting contacts and keeps each minute's maximum. */
export function trackWaiting(track: WaitingTrack, time: number, change: number): void {
  const minute = Math.floor(time / 60_000);
  if (minute > track.minute) {
    const passed = Math.min(minute - track.minute, WAITING_MINUTES);
    for (let step = 0; step < passed; step++) track.peaks[(minute - step) % WAITING_MINUTES] = track.count;
    track.minute = minute;
  }
  track.count += change;
  const slot = minute % WAITING_MINUTES;
  if (minute > track.minute - WAITING_MINUTES && track.count > (track.peaks[slot] as number))
    track.peaks[slot] = track.count; // slot is within
}

/**
 * Sets those fields of a configured thing that are given and not older than what set them last, so that the newest word wins in whatever
 * order words arrive.
 */
export function assignNewer<T extends { attributeTimes: Record<string, number> }>(
  thing: T,
  data: { readonly [K in keyof T]?: T[K] | undefined },
  time: number,
): void {
  for (const field of Object.keys(data) as (keyof T & string)[]) {
    const value = data[field];
    if (value === undefined || (thing.attributeTimes[field] ?? -Infinity) > time) continue;
    thing[field] = value;
    thing.attributeTimes[field] = time;
  }
}
