import { slotOf } from './ring.ts';
import { BUCKET_MS, DAY_BUCKETS, DAY_BUCKET_MS, ROLLING_BUCKETS } from './window.ts';

/** A bot's confidence threshold unless configured: a turn under it is uncertain. */
export const DEFAULT_CONFIDENCE_THRESHOLD = 0.85;

export type BotTally = {
  sessionCount: number;
  turnCount: number;
  confidenceSum: number;
  uncertainTurnCount: number;
  handedOffCount: number;
  containedCount: number;
  abandonedCount: number;
  failedCount: number;
  confidences: number[];
};

export type BotRing = {
  readonly widthMs: number;
  readonly size: number;
  readonly stamps: number[];
  readonly slots: (BotTally | null)[];
};

export type Bot = {
  readonly id: string;
  name: string;
  teamId: string | null;
  queueId: string | null;
  confidenceThreshold: number;
  intentThresholds: Record<string, number>;
  attributeTimes: Record<string, number>;
  lastConfidence: number | null;
  lastTurnAt: number;
  readonly rolling: BotRing;
  readonly day: BotRing;
  changed: boolean;
};

export type SessionOutcome = 'handed-off' | 'contained' | 'abandoned' | 'failed';

export type BotSession = {
  readonly id: string;
  readonly botId: string;
  startedAt: number;
  startKnown: boolean;
  contactId: string | null;
  tier: string | null;
  language: string | null;
  turnCount: number;
  lastTurnAt: number;
  lastTurnId: string;
  confidence: number | null;
  lowestConfidence: number;
  threshold: number;
  intent: string | null;
  runnerUpIntent: string | null;
  runnerUpConfidence: number | null;
  outcome: SessionOutcome | null;
  outcomeAt: number;
  outcomeId: string;
  changed: boolean;
  shown: boolean;
};

export function createBot(id: string): Bot {
  return {
    id,
    name: id,
    teamId: null,
    queueId: null,
    confidenceThreshold: DEFAULT_CONFIDENCE_THRESHOLD,
    intentThresholds: {},
    attributeTimes: {},
    lastConfidence: null,
    lastTurnAt: -1,
    rolling: createBotRing(BUCKET_MS, ROLLING_BUCKETS),
    day: createBotRing(DAY_BUCKET_MS, DAY_BUCKETS),
    changed: false,
  };
}

export function createBotRing(widthMs: number, size: number): BotRing {
  return {
    widthMs,
    size,
    stamps: Array.from({ length: size }, () => -1),
    slots: Array.from({ length: size }, () => null),
  };
}

export function createSession(id: string, botId: string, time: number): BotSession {
  return {
    id,
    botId,
    startedAt: time,
    startKnown: false,
    contactId: null,
    tier: null,
    language: null,
    turnCount: 0,
    lastTurnAt: -1,
    lastTurnId: '',
    confidence: null,
    lowestConfidence: 1,
    threshold: DEFAULT_CONFIDENCE_THRESHOLD,
    intent: null,
    runnerUpIntent: null,
    runnerUpConfidence: null,
    outcome: null,
    outcomeAt: -1,
    outcomeId: '',
    changed: false,
    shown: false,
  };
}

export function createBotTally(): BotTally {
  return {
    sessionCount: 0,
    turnCount: 0,
    confidenceSum: 0,
    uncertainTurnCount: 0,
    handedOffCount: 0,
    containedCount: 0,
    abandonedCount: 0,
    failedCount: 0,
    confidences: [],
  };
}

/** The bot tally for a moment, made when missing; `null` when a newer bucket has its slot. */
export function botTallyAt(ring: BotRing, time: number): BotTally | null {
  const bucket = Math.floor(time / ring.widthMs);
  const slot = slotOf(bucket, ring.size);
  const stamp = ring.stamps[slot] as number; // slot is within the ring
  if (stamp === bucket) return ring.slots[slot] ?? null;
  if (stamp > bucket) return null;
  const tally = createBotTally();
  ring.stamps[slot] = bucket;
  ring.slots[slot] = tally;
  return tally;
}
