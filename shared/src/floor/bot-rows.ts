import { nearestRank } from '../kit/nearest-rank.ts';
import type { BotCell } from './bot-cell.ts';
import type { Bot, BotRing, BotSession } from './bot.ts';
import type { FloorState } from './floor-state.ts';
import { slotOf } from './ring.ts';
import type { BotRow, BotSessionRow } from './rows.ts';
import type { WindowSpan, WindowSpans } from './window-reader.ts';
import { WINDOW_KEYS, type WindowKey } from './window.ts';

/** Open sessions by bot. */
export function sessionsByBot(state: FloorState): Map<string, BotSession[]> {
  const open = new Map<string, BotSession[]>();
  for (const session of state.sessions.values()) {
    if (session.outcome !== null) continue;
    const list = open.get(session.botId);
    if (list === undefined) open.set(session.botId, [session]);
    else list.push(session);
  }
  return open;
}

export function botRow(bot: Bot, open: readonly BotSession[], spans: WindowSpans): BotRow {
  const histogram = Array.from({ length: 10 }, () => 0);
  let uncertain = 0;
  for (const session of open) {
    if (session.confidence === null) continue;
    const tenth = Math.min(9, Math.floor(session.confidence * 10));
    histogram[tenth] = (histogram[tenth] as number) + 1; // ten slots
    if (session.confidence < session.threshold) uncertain++;
  }
  const windows: Partial<Record<WindowKey, BotCell>> = {};
  for (const key of WINDOW_KEYS) windows[key] = botCell(bot[spans.spans[key].ring], spans.spans[key]);
  return {
    id: bot.id,
    name: bot.name,
    teamId: bot.teamId,
    queueId: bot.queueId,
    confidenceThreshold: bot.confidenceThreshold,
    sessionsOpenCount: open.length,
    uncertainNowCount: uncertain,
    lastConfidence: bot.lastConfidence,
    lastTurnAt: bot.lastTurnAt < 0 ? null : bot.lastTurnAt,
    confidenceHistogram: histogram,
    windows: windows,
  };
}

/** The counts of a bot over a window. */
export function botCell(ring: BotRing, span: WindowSpan): BotCell {
  const sums = [0, 0, 0, 0, 0, 0, 0, 0];
  const confidences: number[] = [];
  for (let bucket = span.first; bucket <= span.last; bucket++) {
    const slot = slotOf(bucket, ring.size);
    const tally = ring.stamps[slot] === bucket ? ring.slots[slot] : null;
    if (tally === null || tally === undefined) continue;
    const values = [
      tally.sessionCount,
      tally.turnCount,
      tally.confidenceSum,
      tally.uncertainTurnCount,
      tally.handedOffCount,
      tally.containedCount,
      tally.abandonedCount,
      tally.failedCount,
    ];
    values.forEach((value, index) => {
      sums[index] = (sums[index] as number) + value; // eight slots
    });
    for (const confidence of tally.confidences) confidences.push(confidence);
  }
  return [...sums, nearestRank(Float64Array.from(confidences), confidences.length, 0.1)];
}

/** The row of an open session whose last turn was under its threshold; `null` otherwise. */
export function sessionRow(session: BotSession): BotSessionRow | null {
  if (session.outcome !== null || session.confidence === null || session.confidence >= session.threshold) return null;
  return {
    id: session.id,
    botId: session.botId,
    contactId: session.contactId,
    startedAt: session.startedAt,
    lastTurnAt: session.lastTurnAt,
    turnCount: session.turnCount,
    confidence: session.confidence,
    lowestConfidence: session.lowestConfidence,
    threshold: session.threshold,
    intent: session.intent,
    runnerUpIntent: session.runnerUpIntent,
    runnerUpConfidence: session.runnerUpConfidence,
    tier: session.tier,
    language: session.language,
  };
}
