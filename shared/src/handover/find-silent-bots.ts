import type { SilenceCause } from './events.ts';
import type { HandoversState } from './handovers-state.ts';
import { policyOf } from './handovers-state.ts';

/** When a source was heard last, and how often it promised to speak; epoch ms, `null` where it never promised. */
export type SourceHeard = { readonly lastHeartbeatAt: number | null; readonly everyMs: number };

export type SilentBot = { readonly botId: string; readonly cause: SilenceCause; readonly since: number };

/** A heartbeat may be late by as much as its own interval. */
const LATE_INTERVALS = 2;

/**
 * Bots that have stopped answering, and since when (epoch ms): the heartbeat of their source is missed; a customer has waited for longer than the
 * policy lets them while the bot turned in no session at all; or their sessions fail one after another. Only bots with an open session count.
 */
export function findSilentBots(
  state: HandoversState,
  sources: ReadonlyMap<string, SourceHeard>,
  now: number,
): SilentBot[] {
  const waits = new Map<string, number>();
  const open = new Set<string>();
  for (const { botId, outcome, handoverId, isSettled, waitingSince } of state.conversations.sessions.values()) {
    if (outcome !== null || handoverId !== null || isSettled) continue;
    open.add(botId);
    if (waitingSince !== null) waits.set(botId, Math.min(waitingSince, waits.get(botId) ?? Infinity));
  }
  const silent: SilentBot[] = [];
  for (const bot of state.bots.values()) {
    const policy = policyOf(state, bot.id);
    if (bot.silent !== null || !policy.isEnabled) continue;
    const isFailing = policy.downAfterFailures > 0 && bot.failuresInARow >= policy.downAfterFailures;
    if (isFailing) {
      silent.push({ botId: bot.id, cause: 'failing', since: bot.lastFailureAt });
      continue;
    }
    if (!open.has(bot.id)) continue;
    const heard = bot.source === null ? undefined : sources.get(bot.source);
    const beat = heard?.lastHeartbeatAt ?? null;
    if (heard !== undefined && beat !== null && now - Math.max(beat, bot.lastTurnAt) > LATE_INTERVALS * heard.everyMs) {
      silent.push({ botId: bot.id, cause: 'heartbeat-missed', since: Math.max(beat, bot.lastTurnAt) });
      continue;
    }
    const since = waits.get(bot.id);
    // A source that never tells of turns does not tell that they are missing either.
    const isKnownToTurn = bot.lastTurnAt > 0;
    if (since !== undefined && isKnownToTurn && bot.lastTurnAt <= since && now - since > policy.silentAfterMs)
      silent.push({ botId: bot.id, cause: 'turn-overdue', since });
  }
  return silent;
}
