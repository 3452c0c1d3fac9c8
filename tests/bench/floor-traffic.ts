import { seeded } from '@floorwalk/shared/kit/seeded';

/**
 * The events of a busy floor, made as they go: contacts come at random, wait, ring at a free agent of their queue, are talked to, sometimes
 * held or passed on, and wrapped up; agents take breaks. Seeded, so two of the same seed are equal. Memory follows the floor, not the length.
 */
export type FloorTraffic = {
  /** The next events in order of arrival, each as JSON text, as they come from the log. */
  readonly next: (count: number) => string[];
  /** Event time of the newest event made, epoch ms. */
  readonly time: () => number;
};

export type TrafficOptions = {
  readonly queues?: number;
  readonly agents?: number;
  readonly seed?: number;
  /** Mean of new contacts per second of event time. 16 keeps two thirds of 5,000 agents busy. */
  readonly contactsPerSecond?: number;
  /** Share of events that arrive up to ten seconds after later ones. */
  readonly lateShare?: number;
  readonly startAt?: number;
};

type Pending = { readonly at: number; readonly order: number; readonly run: (at: number) => void };

/** 09:00 UTC on a weekday. */
const START_AT = Date.UTC(2026, 2, 10, 9, 0, 0);
const TIERS = ['bronze', 'silver', 'gold', 'platinum'] as const;
const LANGUAGES = ['en', 'de', 'fr'] as const;

export function createFloorTraffic(options: TrafficOptions = {}): FloorTraffic {
  const { queues = 200, agents = 5_000, seed = 1, contactsPerSecond = 16, lateShare = 0, startAt = START_AT } = options;
  const random = seeded(seed);
  const agenda = createAgenda();
  const free = new Set<number>();
  // Long enough that the parser makes each anew, as it does with the identifiers of real platforms.
  const queueIds = Array.from({ length: queues }, (_, queue) => `queue-of-products-${queue}`);
  const agentIds = Array.from({ length: agents }, (_, agent) => `agent-at-the-desk-${agent}`);
  const queueAgents: number[][] = Array.from({ length: queues }, () => []);
  let position = 0;
  let contacts = 0;
  let ready: string[] = [];

  const text = (type: string, time: number, recordedAt: number, data: Record<string, unknown>): string => {
    position++;
    return JSON.stringify({
      position,
      id: `evt-${seed}-${position.toString(36).padStart(8, '0')}`,
      source: 'contact-platform',
      type,
      time: Math.floor(time),
      recordedAt: Math.floor(recordedAt) + 5,
      data,
    });
  };
  const emit = (type: string, time: number, data: Record<string, unknown>): void => {
    if (lateShare > 0 && random() < lateShare) {
      agenda.add(time + random() * 10_000, (at) => void ready.push(text(type, time, at, data)));
    } else ready.push(text(type, time, time, data));
  };

  for (let queue = 0; queue < queues; queue++) {
    emit('queue.configured', startAt, {
      queueId: queueIds[queue],
      groupId: `product-group-${queue % 20}`,
      teamId: `service-team-${queue % 25}`,
    });
  }
  for (let agent = 0; agent < agents; agent++) {
    const own = [...new Set([agent % queues, (agent * 7 + 1) % queues, (agent * 13 + 2) % queues])];
    for (const queue of own) queueAgents[queue]?.push(agent);
    free.add(agent);
    emit('agent.signed-in', startAt, {
      agentId: agentIds[agent],
      teamId: `service-team-${agent % 25}`,
      queueIds: own.map((queue) => queueIds[queue]),
    });
  }

  const pickAgent = (queue: number): number | undefined => {
    const own = queueAgents[queue] ?? [];
    for (let attempt = 0; attempt < 12; attempt++) {
      const agent = own[Math.floor(random() * own.length)];
      if (agent !== undefined && free.has(agent)) return agent;
    }
    return undefined;
  };

  const arrive = (at: number): void => {
    const contactId = `c7d1e2f0-${seed}-${(contacts++).toString(36).padStart(12, '0')}`;
    enqueue(contactId, Math.floor(random() * queues), at);
    agenda.add(at - Math.log(1 - random()) * (1000 / contactsPerSecond), arrive);
  };

  function enqueue(contactId: string, queue: number, at: number): void {
    emit('contact.queued', at, {
      contactId,
      queueId: queueIds[queue],
      channel: 'voice',
      tier: TIERS[Math.floor(random() * TIERS.length)],
      language: LANGUAGES[Math.floor(random() * LANGUAGES.length)],
      priority: Math.floor(random() * 4),
    });
    const waitMs = random() * 30_000;
    if (random() < 0.06) agenda.add(at + waitMs, (then) => emit('contact.abandoned', then, { contactId }));
    else agenda.add(at + waitMs, (then) => present(contactId, queue, then));
  }

  function present(contactId: string, queue: number, at: number): void {
    const agent = pickAgent(queue);
    if (agent === undefined) {
      agenda.add(at + 5_000, (then) => present(contactId, queue, then));
      return;
    }
    free.delete(agent);
    const agentId = agentIds[agent];
    emit('contact.presented', at, { contactId, agentId });
    if (random() < 0.03) {
      agenda.add(at + 15_000, (then) => {
        emit('contact.not-answered', then, { contactId, agentId });
        free.add(agent);
        present(contactId, queue, then + 1);
      });
      return;
    }
    agenda.add(at + 1_000 + random() * 3_000, (then) => talk(contactId, agent, then));
  }

  function talk(contactId: string, agent: number, at: number): void {
    const agentId = agentIds[agent];
    emit('contact.answered', at, { contactId, agentId });
    const talkMs = 60_000 + random() * 240_000;
    if (random() < 0.2) {
      agenda.add(at + talkMs * 0.3, (then) => emit('contact.held', then, { contactId }));
      agenda.add(at + talkMs * 0.5, (then) => emit('contact.resumed', then, { contactId }));
    }
    agenda.add(at + talkMs, (then) => {
      if (random() < 0.04) {
        const toQueue = Math.floor(random() * queues);
        emit('contact.transferred', then, { contactId, toQueueId: queueIds[toQueue] });
        agenda.add(then + 500, (later) => enqueue(contactId, toQueue, later));
        rest(agent, then);
        return;
      }
      emit('contact.completed', then, { contactId, wrapsUp: true });
      agenda.add(then + 10_000 + random() * 30_000, (later) => {
        emit('contact.wrapped-up', later, { contactId, agentId, resolvedAtFirstContact: random() < 0.7 });
        rest(agent, later);
      });
    });
  }

  /** One contact in ten is followed by a break. */
  function rest(agent: number, at: number): void {
    if (random() >= 0.1) {
      free.add(agent);
      return;
    }
    const agentId = agentIds[agent];
    emit('agent.state-changed', at + 1, { agentId, state: 'not-ready', reason: 'break' });
    agenda.add(at + 60_000 + random() * 600_000, (then) => {
      emit('agent.state-changed', then, { agentId, state: 'available' });
      free.add(agent);
    });
  }

  agenda.add(startAt + 1_000, arrive);
  return {
    next(count) {
      while (ready.length < count) agenda.step();
      const taken = ready.slice(0, count);
      ready = ready.slice(count);
      return taken;
    },
    time: () => agenda.time(),
  };
}

function createAgenda(): { add(at: number, run: (at: number) => void): void; step(): void; time(): number } {
  const heap: Pending[] = [];
  let order = 0;
  let now = 0;
  const before = (a: number, b: number): boolean => {
    const [x, y] = [heap[a] as Pending, heap[b] as Pending]; // both are within the heap
    return x.at < y.at || (x.at === y.at && x.order < y.order);
  };
  const swap = (a: number, b: number): void => {
    [heap[a], heap[b]] = [heap[b] as Pending, heap[a] as Pending]; // both are within the heap
  };
  return {
    add(at, run) {
      heap.push({ at, order: order++, run });
      for (let child = heap.length - 1; child > 0;) {
        const parent = (child - 1) >> 1;
        if (!before(child, parent)) break;
        swap(child, parent);
        child = parent;
      }
    },
    step() {
      const first = heap[0];
      const last = heap.pop();
      if (first === undefined || last === undefined) throw new RangeError('nothing is planned any more');
      if (heap.length > 0) heap[0] = last;
      for (let parent = 0; ;) {
        let least = parent;
        for (const child of [2 * parent + 1, 2 * parent + 2]) {
          if (child < heap.length && before(child, least)) least = child;
        }
        if (least === parent) break;
        swap(parent, least);
        parent = least;
      }
      now = first.at;
      first.run(first.at);
    },
    time: () => now,
  };
}
