import { AGENT_STATES, type AgentState } from '@floorwalk/shared/agents/events';
import type { BotCell } from '@floorwalk/shared/floor/bot-cell';
import { CELL_FIELDS, type Cell } from '@floorwalk/shared/floor/cell';
import type { Channel } from '@floorwalk/shared/kit/channel';
import type {
  AgentCounts,
  AgentRow,
  BotRow,
  BotSessionRow,
  ContactRow,
  LiveNumbers,
  LiveTables,
  QueueRow,
  RollUpRow,
  SiteRow,
  SourceRow,
  TableName,
} from '@floorwalk/shared/floor/rows';
import type { WindowKey } from '@floorwalk/shared/floor/window';
import { bump, countAgentNumbers, countQueueNumbers } from './changed-numbers.ts';
import { QUEUE_WORDS, QUEUE_KINDS, FIRST, LAST, REASONS, BOTS } from './floor-words.ts';
import { seeded } from '@floorwalk/shared/kit/seeded';

/** How large a made-up floor is. */
export type FloorSize = Readonly<Record<'queues' | 'agents' | 'bots' | 'teams', number>>;

export type Rows = { -readonly [K in TableName]?: LiveTables[K][] };

/**
 * Makes up the rows of a floor and lets them change, from a seed: for looking at screens and for measuring them, without any server.
 * Values are plausible; nothing is folded.
 */
export class FloorGenerator {
  readonly #random: () => number;
  readonly #size: FloorSize;
  readonly queues: QueueRow[] = [];
  readonly agents: AgentRow[] = [];
  readonly bots: BotRow[] = [];
  readonly contacts = new Map<string, ContactRow>();
  readonly sessions: BotSessionRow[] = [];
  #contactNumber = 0;

  /** `now` is epoch ms; moments lie before it. */
  constructor(seed: number, size: FloorSize, now: number) {
    this.#random = seeded(seed);
    this.#size = size;
    for (let index = 0; index < size.queues; index++) this.queues.push(this.#queue(index, now));
    for (let index = 0; index < size.agents; index++) this.agents.push(this.#agent(index, now));
    for (let index = 0; index < size.bots; index++) this.bots.push(this.#bot(index, now));
    for (const bot of this.bots)
      for (let count = 0; count < bot.uncertainNowCount; count++) this.sessions.push(this.#session(bot, now));
    for (const queue of this.queues)
      for (let count = 0; count < queue.waitingCount; count++) this.#contact(queue, now, 'waiting');
  }

  /** All rows. */
  all(now: number, siteId: string, windows: readonly WindowKey[]): Rows {
    const queues = this.queues.map((queue) => withWindows(queue, windows));
    return {
      sites: [this.site(now, siteId, windows)],
      teams: Array.from({ length: this.#size.teams }, (_, index) => this.#team(index, windows)),
      groups: [],
      queues,
      agents: this.agents,
      contacts: [...this.contacts.values()],
      bots: this.bots.map((bot) => withWindows(bot, windows)),
      botSessions: this.sessions,
      sources: [this.source(now)],
    };
  }

  /**
   * Changes so many numbers of queues and agents, about half each, and gives back the rows that hold them. A number is what a table shows:
   * a contact that comes or goes changes several of its queue's at once.
   */
  change(numbers: number, now: number, windows: readonly WindowKey[]): Rows {
    const queues = new Map<string, QueueRow>();
    const agents = new Map<string, AgentRow>();
    let ofQueues = 0;
    let ofAgents = 0;
    while (ofQueues + ofAgents < numbers && this.queues.length > 0) {
      if (this.agents.length === 0 || ofQueues <= ofAgents) {
        const index = Math.floor(this.#random() * this.queues.length);
        const queue = this.queues[index] as QueueRow;
        const changed = this.#changeQueue(queue, now);
        this.queues[index] = changed;
        queues.set(changed.id, withWindows(changed, windows));
        ofQueues += countQueueNumbers(queue, changed, now);
      } else {
        const index = Math.floor(this.#random() * this.agents.length);
        const agent = this.agents[index] as AgentRow;
        const changed = this.#changeAgent(agent, now);
        this.agents[index] = changed;
        agents.set(changed.id, changed);
        ofAgents += countAgentNumbers(agent, changed);
      }
    }
    return { queues: [...queues.values()], agents: [...agents.values()] };
  }

  site(now: number, siteId: string, windows: readonly WindowKey[]): SiteRow {
    const day = new Date(now);
    day.setUTCHours(0, 0, 0, 0);
    return withWindows(
      {
        ...this.#sum(),
        id: siteId,
        name: 'Riverside',
        queueCount: this.queues.length,
        serviceLevelTarget: 0.8,
        zone: 'Europe/Berlin',
        dayStartsAt: '00:00',
        intervalMinutes: 30,
        intervalStartAt: Math.floor(now / 1_800_000) * 1_800_000,
        todayStartAt: day.getTime(),
        clock: { kind: 'real' },
        serviceLevelFormula: 'default',
        tags: [],
        latestEventAt: now,
        anomalyCount: 3,
        unknownCount: 0,
        tooLateCount: 1,
        parkedCount: 0,
        undeclaredTagCount: 0,
        contactsLeftOutCount: 0,
      },
      windows,
    );
  }

  source(now: number): SourceRow {
    return {
      id: 'made-up-switch',
      lastEventAt: now,
      lastRecordedAt: now,
      lastHeartbeatAt: now,
      everyMs: 60_000,
      eventCount: 12_345,
    };
  }

  #queue(index: number, now: number): QueueRow {
    const word = QUEUE_WORDS[index % QUEUE_WORDS.length] ?? '';
    const kind = QUEUE_KINDS[Math.floor(index / QUEUE_WORDS.length) % QUEUE_KINDS.length] ?? '';
    const round = Math.floor(index / (QUEUE_WORDS.length * QUEUE_KINDS.length));
    const channel: Channel = kind === ' chat' ? 'chat' : kind === ' email' ? 'email' : 'voice';
    const load = this.#random() ** 2;
    const waitingCount = this.#random() < 0.3 ? 0 : Math.floor(load * 16);
    const signedIn = 3 + Math.floor(this.#random() * 28);
    const available = Math.floor(this.#random() * 4);
    const onContact = Math.floor((signedIn - available) * 0.7);
    return {
      id: `queue-${index}`,
      name: `${word}${kind}${round === 0 ? '' : ` ${round + 1}`}`,
      channel,
      groupId: null,
      teamId: `team-${index % Math.max(1, this.#size.teams)}`,
      department: null,
      serviceLevelThresholdMs: channel === 'voice' ? 20_000 : 60_000,
      shortAbandonThresholdMs: 5_000,
      serviceLevelTarget: 0.8,
      highValue: kind === ' VIP',
      waitingCount,
      oldestQueuedAt: waitingCount === 0 ? null : now - this.#random() ** 3 * 240_000,
      inServiceCount: onContact,
      agentsServingCount: onContact,
      agents: [available, 0, onContact, 1, signedIn - available - onContact, 4],
      estimate:
        waitingCount === 0
          ? { p50Ms: 8_000, p80Ms: 21_000, p90Ms: 30_000 }
          : { p50Ms: 62_000 + load * 1e5, p80Ms: 110_000 + load * 3e5, p90Ms: 2e5 },
      waitingByMinute: Array.from({ length: 60 }, (_, minute) =>
        Math.max(0, Math.round(waitingCount + Math.sin((minute + index) / 7) * 3 * load + (this.#random() - 0.5) * 3)),
      ),
      waitingMinuteAt: Math.floor(now / 60_000) * 60_000,
      windows: {
        last5m: this.#cell(8 + load * 10),
        last15m: this.#cell(20 + load * 30),
        last30m: this.#cell(index % 11 === 3 ? 4 : 40 + load * 90),
        interval: this.#cell(30 + load * 60),
        today: this.#cell(300 + load * 900),
      },
    };
  }

  #cell(size: number): Cell {
    const offered = Math.round(size);
    const abandoned = Math.round(offered * this.#random() * 0.12);
    const answered = offered - abandoned;
    const within = Math.round(answered * (1 - this.#random() ** 2 * 0.6));
    const values: Readonly<Record<string, number | null>> = {
      offeredCount: offered,
      answeredCount: answered,
      abandonedCount: abandoned,
      shortAbandonedCount: Math.floor(abandoned / 4),
      answeredWithinCount: within,
      waitingPastCount: 1,
      answeredWaitMs: answered * (6_000 + this.#random() * 30_000),
      abandonedWaitMs: abandoned * 40_000,
      handledCount: answered,
      talkMs: answered * 210_000,
      holdMs: answered * 14_000,
      afterContactWorkMs: answered * 38_000,
      presentedCount: answered + 2,
      notAnsweredCount: 2,
      resolvedCount: Math.round(answered * 0.7),
      resolutionKnownCount: answered,
      busyMs: 3_000_000,
      availableMs: 700_000,
      surveyCount: 9,
      surveyTopCount: 7,
      waitP50Ms: 9_000,
      waitP90Ms: 41_000,
      waitP95Ms: 62_000,
      waitMaxMs: 190_000,
    };
    return CELL_FIELDS.map((field) => values[field] ?? 0);
  }

  #changeQueue(queue: QueueRow, now: number): QueueRow {
    const up = this.#random() < 0.5 ? 1 : -1;
    const waitingCount = Math.max(0, queue.waitingCount + up);
    const last30m = queue.windows.last30m ?? [];
    const today = queue.windows.today ?? [];
    return {
      ...queue,
      waitingCount,
      oldestQueuedAt: waitingCount === 0 ? null : (queue.oldestQueuedAt ?? now),
      windows: { ...queue.windows, last30m: bump(last30m, up), today: bump(today, 1) },
    };
  }

  #agent(index: number, now: number): AgentRow {
    const state = AGENT_STATES[[0, 2, 2, 2, 3, 4, 2, 5, 2, 1][Math.floor(this.#random() * 10)] ?? 2] ?? 'available';
    const queueIds = Array.from(
      { length: 1 + Math.floor(this.#random() * 3) },
      () => `queue-${Math.floor(this.#random() * this.#size.queues)}`,
    );
    const channel: Channel = index % 4 === 0 ? 'chat' : 'voice';
    const since = now - this.#random() ** 2 * 1_500_000;
    const held = state === 'on-contact' ? (channel === 'chat' ? 1 + Math.floor(this.#random() * 3) : 1) : 0;
    return {
      id: `agent-${index}`,
      name: `${FIRST[index % FIRST.length]} ${LAST[Math.floor(index / FIRST.length) % LAST.length]}${index >= 192 ? ` ${Math.floor(index / 192) + 1}` : ''}`,
      teamId: `team-${index % Math.max(1, this.#size.teams)}`,
      queueIds: [...new Set(queueIds)],
      skills: [
        { skill: 'German', proficiency: 5 },
        { skill: 'Invoices', proficiency: 3 },
      ],
      capacity: channel === 'chat' ? { chat: 3 } : { voice: 1 },
      state,
      reason: state === 'not-ready' ? (REASONS[index % REASONS.length] ?? null) : null,
      since,
      contacts: Array.from({ length: held }, (_, count) => ({
        contactId: `held-${index}-${count}`,
        queueId: queueIds[0] ?? null,
        channel,
        phase: 'talking' as const,
        since,
      })),
      signedInAt: now - 3_600_000 * 3,
      handledTodayCount: Math.floor(this.#random() * 40),
      handleTodayMs: 6_400_000,
      notAnsweredTodayCount: Math.floor(this.#random() * 3),
      busyTodayMs: 7_000_000,
      availableTodayMs: 2_400_000,
    };
  }

  #changeAgent(agent: AgentRow, now: number): AgentRow {
    const state: AgentState = AGENT_STATES[Math.floor(this.#random() * 5)] ?? 'available';
    return {
      ...agent,
      state,
      reason: state === 'not-ready' ? 'Break' : null,
      since: now,
      contacts: state === 'on-contact' ? agent.contacts : [],
    };
  }

  #bot(index: number, now: number): BotRow {
    const level = 0.75 + this.#random() * 0.2;
    const histogram = [0, 0, 1, 0, 1, 2, 3, 6, 14, 20].map((count) =>
      Math.max(0, Math.round(count * this.#random() * 1.4)),
    );
    const turns = 400;
    const cell: BotCell = [120, turns, turns * level, Math.round(turns * (1 - level)), 18, 80, 12, 1, level - 0.2];
    return {
      id: `bot-${index}`,
      name: BOTS[index % BOTS.length] ?? `Bot ${index}`,
      teamId: null,
      queueId: `queue-${index}`,
      confidenceThreshold: 0.85,
      sessionsOpenCount: histogram.reduce((sum, count) => sum + count, 0),
      uncertainNowCount: histogram.slice(0, 8).reduce((sum, count) => sum + count, 0),
      lastConfidence: Math.round((level + (this.#random() - 0.5) * 0.2) * 100) / 100,
      lastTurnAt: now,
      confidenceHistogram: histogram,
      windows: { last5m: cell, last15m: cell, last30m: cell, interval: cell, today: cell },
    };
  }

  #session(bot: BotRow, now: number): BotSessionRow {
    const confidence = Math.round((0.3 + this.#random() * 0.5) * 100) / 100;
    const number = this.sessions.length;
    return {
      id: `session-${number}`,
      botId: bot.id,
      contactId: `bot-contact-${number}`,
      startedAt: now - this.#random() * 400_000,
      lastTurnAt: now - 5_000,
      turnCount: 1 + Math.floor(this.#random() * 9),
      confidence,
      lowestConfidence: confidence - 0.05,
      threshold: 0.85,
      intent: 'refund',
      runnerUpIntent: 'cancel order',
      runnerUpConfidence: confidence - 0.08,
      tier: 'gold',
      language: 'de',
    };
  }

  #contact(queue: QueueRow, now: number, phase: ContactRow['phase']): void {
    const number = this.#contactNumber++;
    const queuedAt = Math.max(queue.oldestQueuedAt ?? now, now - this.#random() * 200_000);
    this.contacts.set(`contact-${number}`, {
      id: `contact-${number}`,
      queueId: queue.id,
      channel: queue.channel,
      phase,
      queuedAt,
      answeredAt: null,
      since: queuedAt,
      agentId: null,
      customerRef: `customer-${4_000 + number}`,
      tier: number % 5 === 0 ? 'gold' : 'standard',
      priority: number % 3,
      segment: null,
      touchpoint: 'web',
      department: null,
      language: 'de',
      tags: number % 4 === 0 ? ['refund'] : [],
      visitCount: 1,
    });
  }

  #team(index: number, windows: readonly WindowKey[]): RollUpRow {
    return withWindows(
      { ...this.#sum(), id: `team-${index}`, name: `Team ${index + 1}`, queueCount: 5, serviceLevelTarget: 0.8 },
      windows,
    );
  }

  /** Roughly the site; agents from their own rows. */
  #sum(): LiveNumbers {
    const oldest = this.queues.map((queue) => queue.oldestQueuedAt).filter((at) => at !== null);
    const add = (pick: (queue: QueueRow) => number) => this.queues.reduce((sum, queue) => sum + pick(queue), 0);
    const cells = (window: WindowKey) =>
      CELL_FIELDS.map((field, index) =>
        field.startsWith('waitP') || field === 'waitMaxMs'
          ? (this.queues[0]?.windows[window]?.[index] ?? null)
          : add((queue) => queue.windows[window]?.[index] ?? 0),
      );
    return {
      waitingCount: add((queue) => queue.waitingCount),
      oldestQueuedAt: oldest.length === 0 ? null : Math.min(...oldest),
      inServiceCount: add((queue) => queue.inServiceCount),
      agentsServingCount: this.agents.filter((agent) => agent.state === 'on-contact').length,
      agents: AGENT_STATES.map(
        (state) => this.agents.filter((agent) => agent.state === state).length,
      ) as unknown as AgentCounts,
      estimate: null,
      waitingByMinute: Array.from({ length: 60 }, (_, minute) => add((queue) => queue.waitingByMinute[minute] ?? 0)),
      waitingMinuteAt: this.queues[0]?.waitingMinuteAt ?? 0,
      windows: {
        last5m: cells('last5m'),
        last15m: cells('last15m'),
        last30m: cells('last30m'),
        interval: cells('interval'),
        today: cells('today'),
      },
    };
  }
}

function withWindows<R extends { readonly windows: Readonly<Record<string, unknown>> }>(
  row: R,
  windows: readonly WindowKey[],
): R {
  return { ...row, windows: Object.fromEntries(windows.map((window) => [window, row.windows[window]])) };
}
