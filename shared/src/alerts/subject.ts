import type { Agent } from '../floor/agent.ts';
import type { Bot } from '../floor/bot.ts';
import type { Contact } from '../floor/contact.ts';
import type { FloorState, Queue, SourceState } from '../floor/floor-state.ts';
import type { SubjectTable } from './alert-metric.ts';
import type { RuleSubject } from './rule.ts';

/** Something a rule watches, with what makes its numbers. */
export type Subject = {
  readonly key: string;
  readonly table: SubjectTable;
  readonly id: string;
  readonly queues: readonly Queue[];
  readonly agents: readonly Agent[];
  readonly bot?: Bot;
  readonly contact?: Contact;
  readonly source?: SourceState;
};

/** Single contacts watched at once by one rule: those offered first. Further ones are left out, and counted where the rule is seen. */
export const MAX_CONTACT_SUBJECTS = 10_000;

/** The things of a floor that rules watch, each found once while the floor keeps its shape. */
export class Subjects {
  private readonly known = new Map<string, Subject | null>();
  private all: Partial<Record<SubjectTable, readonly Subject[]>> = {};
  private shape = '';

  constructor(private readonly state: FloorState) {}

  /** Equal while the same things are there and belong where they belonged. */
  refresh(): string {
    const { queues, agents, groups, teams, bots, sources, regroupedCount } = this.state;
    const shape = `${queues.size}/${agents.size}/${groups.size}/${teams.size}/${bots.size}/${sources.size}/${regroupedCount}`;
    if (shape !== this.shape) {
      this.shape = shape;
      this.known.clear();
      this.all = {};
    }
    return shape;
  }

  /** What a rule watches now, single contacts apart. */
  of(watched: RuleSubject): readonly Subject[] {
    if (watched.ids !== undefined) {
      return watched.ids.flatMap((id) => {
        const subject = this.find(watched.table, id);
        return subject === null ? [] : [subject];
      });
    }
    return (this.all[watched.table] ??= this.idsOf(watched.table).flatMap((id) => {
      const subject = this.find(watched.table, id);
      return subject === null ? [] : [subject];
    }));
  }

  /** The live contacts a rule watches, and how many more there are: they come and go, and are found anew each time. */
  contactsOf({ ids, queueIds }: RuleSubject): { readonly subjects: readonly Subject[]; readonly leftOutCount: number } {
    const wanted = ids === undefined ? null : new Set(ids);
    const found: Contact[] = [];
    const queues =
      queueIds === undefined
        ? [...this.state.queues.values()]
        : queueIds.flatMap((id) => this.state.queues.get(id) ?? []);
    for (const queue of queues) {
      for (const contacts of [queue.waitingContacts, queue.servedContacts]) {
        for (const contact of contacts) {
          if (wanted !== null && !wanted.has(contact.id)) continue;
          found.push(contact);
        }
      }
    }
    const leftOutCount = Math.max(0, found.length - MAX_CONTACT_SUBJECTS);
    if (leftOutCount > 0) found.sort((left, right) => offeredAt(left) - offeredAt(right)).splice(MAX_CONTACT_SUBJECTS);
    return { subjects: found.map(contactSubject), leftOutCount };
  }

  find(table: SubjectTable, id: string): Subject | null {
    const key = `${table}/${id}`;
    if (table === 'contacts') {
      const contact = this.state.contacts.get(id);
      return contact === undefined ? null : contactSubject(contact);
    }
    let subject = this.known.get(key);
    if (subject === undefined) this.known.set(key, (subject = this.make(table, id)));
    return subject;
  }

  private idsOf(table: SubjectTable): readonly string[] {
    if (table === 'sites') return [this.state.siteId];
    return [...this.state[table].keys()];
  }

  private make(table: Exclude<SubjectTable, 'contacts'>, id: string): Subject | null {
    const { state } = this;
    const queues = () => [...state.queues.values()];
    switch (table) {
      case 'sites':
        if (id !== state.siteId) return null;
        return { ...this.ofQueues('sites', id, queues()), agents: [...state.agents.values()] };
      case 'groups':
        if (!state.groups.has(id)) return null;
        return this.ofQueues(
          'groups',
          id,
          queues().filter((queue) => queue.groupId === id),
        );
      case 'teams':
        if (!state.teams.has(id)) return null;
        return {
          ...this.ofQueues(
            'teams',
            id,
            queues().filter((queue) => queue.teamId === id),
          ),
          agents: [...state.agents.values()].filter((agent) => agent.teamId === id),
        };
      case 'queues': {
        const queue = state.queues.get(id);
        return queue === undefined ? null : this.ofQueues('queues', id, [queue]);
      }
      case 'agents': {
        const agent = state.agents.get(id);
        return agent === undefined ? null : { key: `agents/${id}`, table, id, queues: [], agents: [agent] };
      }
      case 'bots': {
        const bot = state.bots.get(id);
        return bot === undefined ? null : { key: `bots/${id}`, table, id, queues: [], agents: [], bot };
      }
      case 'sources': {
        const source = state.sources.get(id);
        return source === undefined ? null : { key: `sources/${id}`, table, id, queues: [], agents: [], source };
      }
    }
  }

  private ofQueues(table: SubjectTable, id: string, queues: readonly Queue[]): Subject {
    const agents = new Set<Agent>();
    for (const queue of queues) {
      for (const agentId of queue.agentIds) {
        const agent = this.state.agents.get(agentId);
        if (agent !== undefined) agents.add(agent);
      }
    }
    return { key: `${table}/${id}`, table, id, queues, agents: [...agents] };
  }
}

function offeredAt(contact: Contact): number {
  return contact.visit?.offeredAt ?? contact.since;
}

function contactSubject(contact: Contact): Subject {
  return { key: `contacts/${contact.id}`, table: 'contacts', id: contact.id, queues: [], agents: [], contact };
}

/** What people call a subject. */
export function subjectName(floor: FloorState, table: SubjectTable, id: string): string {
  if (table === 'sites') return floor.name;
  if (table === 'contacts' || table === 'sources') return id;
  return floor[table].get(id)?.name ?? id;
}

/** The queue and team that an agent, bot or contact belongs to: who may see alerts about it follows them. */
export function subjectHome(
  floor: FloorState,
  table: SubjectTable,
  id: string,
): { readonly queueId?: string; readonly teamId?: string } {
  const of = (queueId: string | null | undefined, teamId: string | null | undefined) => ({
    ...(queueId != null && queueId !== '' && { queueId }),
    ...(teamId != null && { teamId }),
  });
  if (table === 'agents') return of(null, floor.agents.get(id)?.teamId);
  if (table === 'bots') {
    const bot = floor.bots.get(id);
    return of(bot?.queueId, bot?.teamId ?? floor.queues.get(bot?.queueId ?? '')?.teamId);
  }
  if (table !== 'contacts') return {};
  const contact = floor.contacts.get(id);
  const queueId = contact?.visit?.queueId ?? contact?.visits.at(-1)?.queueId;
  return of(queueId, floor.queues.get(queueId ?? '')?.teamId);
}
