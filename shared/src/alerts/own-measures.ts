import { CONTACT_RANK } from '../floor/contact-machine.ts';
import type { Agent } from '../floor/agent.ts';
import { agentReadings } from '../floor/agent-readings.ts';
import { factsOf, type Contact } from '../floor/contact.ts';
import type { Bot } from '../floor/bot.ts';
import { botCell } from '../floor/bot-rows.ts';
import { readBotCell } from '../floor/bot-cell.ts';
import type { FloorState, SourceState } from '../floor/floor-state.ts';
import type { WindowSpan } from '../floor/window-reader.ts';
import type { Measured } from '../metrics/metric.ts';
import { AGENT_METRIC_IDS, type AgentMetricId } from '../metrics/agent-metric.ts';
import { measureOfAgent } from '../metrics/agent-metrics.ts';
import type { AlertMetricId, OwnMetricId } from './alert-metric.ts';
import type { Comparison } from './rule.ts';

const NOTHING: Measured = { value: null, numerator: null, denominator: null };
const plain = (value: number | null): Measured => ({ value, numerator: null, denominator: null });
const counted = (value: number): Measured => ({ value, numerator: value, denominator: null });
const share = (numerator: number, denominator: number): Measured => ({
  value: denominator > 0 ? numerator / denominator : null,
  numerator,
  denominator,
});

/** Since when a growing number of one thing has grown, epoch ms; `null` while it does not. */
export function growsSince(
  comparison: Comparison,
  thing: {
    readonly agent?: Agent | undefined;
    readonly bot?: Bot;
    readonly contact?: Contact;
    readonly source?: SourceState;
  },
  floor: FloorState,
): number | null {
  const { agent, bot, contact, source } = thing;
  switch (comparison.metric) {
    case 'time-in-state':
      return agent !== undefined && agent.posture.state === comparison.state ? agent.posture.since : null;
    case 'longest-wait':
    case 'contact-wait':
      return contact === undefined ? null : waitsSince(contact);
    case 'contact-time-in-service':
      return contact !== undefined && isServed(contact) ? servedSince(contact) : null;
    case 'contact-hold-time':
      return contact?.phase === 'on-hold' ? contact.since : null;
    case 'bot-silence':
      return bot === undefined ? null : silentSince(bot, floor);
    case 'source-silence':
    case 'heartbeats-missed':
      return source === undefined ? null : heardAt(source);
    default:
      return null;
  }
}

/** A number of one agent. */
export function measureAgent(comparison: Comparison, agent: Agent, span: WindowSpan, asOf: number): Measured {
  switch (comparison.metric) {
    case 'time-in-state':
      // In another state it is no time at all: that is known, not missing.
      return plain(agent.posture.state === comparison.state ? Math.max(0, asOf - agent.posture.since) : 0);
    case 'contacts-in-hand':
      return counted(agent.posture.contacts.filter((one) => one.phase !== null).length);
    case 'contacts-handled':
      return counted(agentReadings(agent, span, asOf).handledCount);
    default:
      return isOfAgent(comparison.metric) ? measureOfAgent(comparison.metric, agent, span, asOf) : NOTHING;
  }
}

const OF_AGENTS: ReadonlySet<AlertMetricId> = new Set<AlertMetricId>(AGENT_METRIC_IDS);

function isOfAgent(metric: AlertMetricId): metric is AgentMetricId {
  return OF_AGENTS.has(metric);
}

/** A number of one contact that waits or is served. */
export function measureContact(comparison: Comparison, contact: Contact, asOf: number): Measured {
  const since = (moment: number | null): Measured => plain(moment === null ? 0 : Math.max(0, asOf - moment));
  switch (comparison.metric) {
    case 'longest-wait':
    case 'contact-wait':
      return since(waitsSince(contact));
    case 'contact-time-in-service':
      return since(isServed(contact) ? servedSince(contact) : null);
    case 'contact-hold-time':
      return since(contact.phase === 'on-hold' ? contact.since : null);
    case 'contact-holds':
      return counted(factsOf(contact).filter((fact) => fact.rank === CONTACT_RANK['contact.held']).length);
    case 'contact-transfers':
      return counted(factsOf(contact).filter((fact) => fact.rank === CONTACT_RANK['contact.transferred']).length);
    default:
      return NOTHING;
  }
}

function waitsSince(contact: Contact): number | null {
  return contact.visit?.outcome === 'waiting' ? contact.visit.offeredAt : null;
}

function isServed(contact: Contact): boolean {
  return contact.phase === 'talking' || contact.phase === 'on-hold' || contact.phase === 'serving-early';
}

function servedSince(contact: Contact): number {
  const at = contact.visit?.connectedAt ?? -1;
  return at >= 0 ? at : contact.since;
}

/** A number of one bot. */
export function measureBot(metric: OwnMetricId, bot: Bot, floor: FloorState, span: WindowSpan, asOf: number): Measured {
  switch (metric) {
    case 'bot-confidence':
      return plain(bot.lastConfidence);
    case 'bot-sessions-open':
      return counted(openSessions(bot, floor).length);
    case 'bot-uncertain-now':
      return counted(
        openSessions(bot, floor).filter(({ confidence, threshold }) => confidence !== null && confidence < threshold)
          .length,
      );
    case 'bot-silence': {
      const since = silentSince(bot, floor);
      return plain(since === null ? 0 : Math.max(0, asOf - since));
    }
    default:
  }
  const read = readBotCell(botCell(bot[span.ring], span));
  const ended = read.containedCount + read.abandonedCount + read.handedOffCount + read.failedCount;
  switch (metric) {
    case 'bot-confidence-mean':
      return share(read.confidenceSum, read.turnCount);
    case 'bot-confidence-p10':
      return { value: read.confidenceP10, numerator: null, denominator: read.turnCount };
    case 'bot-uncertain-share':
      return share(read.uncertainTurnCount, read.turnCount);
    case 'bot-handed-off':
      return counted(read.handedOffCount);
    case 'bot-containment':
      return share(read.containedCount, ended);
    case 'bot-abandoned-rate':
      return share(read.abandonedCount, ended);
    case 'bot-failed':
      return counted(read.failedCount);
    default:
      return NOTHING;
  }
}

function openSessions(bot: Bot, floor: FloorState) {
  return [...floor.sessions.values()].filter((session) => session.botId === bot.id && session.outcome === null);
}

/** Since when a bot with open sessions has said nothing; `null` while none is open. */
function silentSince(bot: Bot, floor: FloorState): number | null {
  const open = openSessions(bot, floor);
  if (open.length === 0) return null;
  const began = Math.max(...open.map((session) => session.startedAt));
  return Math.max(bot.lastTurnAt, began);
}

/** A number of one source of events. */
export function measureSource(metric: OwnMetricId, source: SourceState, asOf: number): Measured {
  const silentMs = Math.max(0, asOf - heardAt(source));
  if (metric === 'source-silence') return plain(silentMs);
  if (source.lastHeartbeatAt === null) return NOTHING;
  return counted(Math.floor(silentMs / Math.max(1, source.everyMs)));
}

/** When a source last gave a sign of life, by a heartbeat or an event; epoch ms. */
export function heardAt(source: SourceState): number {
  return Math.max(source.lastHeartbeatAt ?? 0, source.lastEventAt);
}

/** Heartbeats a source may miss before it counts as silent. */
const MISSED_UNTIL_SILENT = 2;

/** When a source that says no more will count as silent, or since when it does; `null` for one that never sent a heartbeat, unless it is named. */
export function silentFrom(source: SourceState, isNamed: boolean): number | null {
  if (source.lastHeartbeatAt === null && !isNamed) return null;
  return heardAt(source) + MISSED_UNTIL_SILENT * source.everyMs;
}
