import { ArrivalProcess } from './arrival-process.ts';
import { EventKind, EventQueue } from './event-queue.ts';
import { GroupAgents, type SimulatedAgent } from './floor-agents.ts';
import type { Plan, PlannedGroup, PlannedQueue } from './plan.ts';
import { QueueTally } from './queue-tally.ts';
import type { Sampler } from './sampler.ts';
import type { Day } from './streams.ts';
import { WaitingContacts } from './waiting-contacts.ts';

type ContactState = 'waiting' | 'ringing' | 'called-back' | 'done';

interface Contact {
  readonly queue: number;
  readonly arrivedAt: number;
  readonly work: number;
  readonly leavesAt: number;
  /** Chose to be called back: waits for ever, away from the phone. */
  readonly callback: boolean;
  state: ContactState;
}

/** A group that serves a queue, or a queue that a group serves, in the order in which it is tried. */
interface Skill {
  readonly queue: number;
  readonly group: number;
  readonly preference: number;
}

/**
 * One day of a whole floor: queues with priorities, groups with skills, several contacts at once, agents who do not answer,
 * callbacks, changing staff. A contact goes to the free agent of the best-preferred group (least loaded, then longest idle);
 * a free agent takes from the queue of highest priority, then of best preference, then the contact that waits longest.
 */
export function simulateFloor(
  plan: Plan,
  samplers: readonly { readonly handleTime: Sampler; readonly patience: Sampler | undefined }[],
  days: readonly Day[],
): QueueTally[] {
  return new Floor(plan, samplers, days).run();
}

class Floor {
  private readonly plan: Plan;
  private readonly samplers: readonly { readonly handleTime: Sampler; readonly patience: Sampler | undefined }[];
  private readonly days: readonly Day[];
  private readonly events = new EventQueue();
  private readonly contacts: Contact[] = [];
  private readonly agents: SimulatedAgent[] = [];
  private readonly agentNumbers = new Map<SimulatedAgent, number>();
  private readonly groups: readonly GroupAgents[];
  private readonly waiting: readonly WaitingContacts[];
  private readonly arrivals: readonly ArrivalProcess[];
  private readonly tallies: readonly QueueTally[];
  private readonly skillsOfQueue: readonly (readonly Skill[])[];
  private readonly skillsOfGroup: readonly (readonly Skill[])[];

  constructor(plan: Plan, samplers: Floor['samplers'], days: readonly Day[]) {
    this.plan = plan;
    this.samplers = samplers;
    this.days = days;
    this.groups = plan.groups.map((group, i) => new GroupAgents(i, group));
    this.waiting = plan.queues.map(() => new WaitingContacts());
    this.tallies = plan.queues.map((queue) => new QueueTally(plan.intervals, plan.intervalSec, queue.targetSec));
    this.arrivals = plan.queues.map((queue, i) => {
      const day = this.dayOf(i);
      return new ArrivalProcess(queue.arrivals, plan.intervalSec, day.arrivals, day.busyness);
    });
    const skills = plan.groups.flatMap((group, i) => group.skills.map((skill): Skill => ({ ...skill, group: i })));
    this.skillsOfQueue = plan.queues.map((_, i) =>
      skills.filter(({ queue }) => queue === i).toSorted((a, b) => a.preference - b.preference || a.group - b.group),
    );
    this.skillsOfGroup = plan.groups.map((_, i) =>
      skills
        .filter(({ group }) => group === i)
        .toSorted(
          (a, b) => this.queueOf(a.queue).priority - this.queueOf(b.queue).priority || a.preference - b.preference,
        ),
    );
  }

  run(): QueueTally[] {
    for (const [queue, process] of this.arrivals.entries()) this.scheduleArrival(queue, process);
    this.changeStaff(0, 0);
    for (let interval = 1; interval < this.plan.intervals; interval++) {
      const changes = this.plan.groups.some(({ agents }) => agents[interval] !== agents[interval - 1]);
      if (changes) this.events.push(interval * this.plan.intervalSec, EventKind.staffChanges, interval);
    }
    while (this.events.pop()) this.handleEvent();
    for (const contact of this.contacts) {
      if (contact.state === 'waiting' && !contact.callback) this.tallyOf(contact.queue).unresolved++;
    }
    return [...this.tallies];
  }

  private handleEvent(): void {
    const { time: now, kind, subject, stamp } = this.events;
    switch (kind) {
      case EventKind.arrival:
        return this.arrive(subject, now);
      case EventKind.contactLeaves:
        return this.leave(subject, now);
      case EventKind.staffChanges:
        return this.changeStaff(subject, now);
      case EventKind.contactEnds:
      case EventKind.ringEnds:
      case EventKind.agentReturns: {
        const agent = this.agents[subject];
        if (agent === undefined) return undefined;
        if (kind === EventKind.ringEnds) return this.stopRinging(agent, now);
        if (kind === EventKind.agentReturns) return this.comeBack(agent, now);
        return agent.stamp === stamp ? this.endContact(agent, now) : undefined;
      }
    }
  }

  private arrive(queue: number, now: number): void {
    const process = this.arrivals[queue];
    const sampler = this.samplers[queue];
    if (process === undefined || sampler === undefined) return;
    const day = this.dayOf(queue);
    const work = sampler.handleTime(day.handleTimes);
    const patience = sampler.patience === undefined ? Infinity : sampler.patience(day.patience);
    const callback = this.choosesCallback(this.queueOf(queue), queue, day);
    const number = this.contacts.length;
    const leavesAt = callback ? Infinity : now + patience;
    this.contacts.push({ queue, arrivedAt: now, work, leavesAt, callback, state: 'waiting' });
    if (callback) this.tallyOf(queue).recordCallback(now);
    process.advance();
    this.scheduleArrival(queue, process);

    const agent = this.waiting[queue]?.count === 0 ? this.freeAgentFor(queue) : undefined;
    if (agent !== undefined) this.present(number, agent, now);
    else {
      this.waiting[queue]?.push(number);
      if (leavesAt < Infinity) this.events.push(leavesAt, EventKind.contactLeaves, number);
    }
  }

  private choosesCallback({ callback }: PlannedQueue, queue: number, day: Day): boolean {
    if (callback === undefined) return false;
    // Drawn for every contact, so that the next one's choice does not depend on the length of the queue.
    const accepts = day.choices.next() < callback.acceptShare;
    return (
      accepts && (this.waiting[queue]?.count ?? 0) >= callback.whenWaiting && this.freeAgentFor(queue) === undefined
    );
  }

  private freeAgentFor(queue: number): SimulatedAgent | undefined {
    let best: SimulatedAgent | undefined;
    let bestPreference = Infinity;
    for (const { group, preference } of this.skillsOfQueue[queue] ?? []) {
      if (best !== undefined && preference > bestPreference) break;
      const agent = this.groups[group]?.peekFree();
      if (agent === undefined) continue;
      const better =
        best === undefined ||
        agent.held.length < best.held.length ||
        (agent.held.length === best.held.length && agent.lastChangeAt < best.lastChangeAt);
      if (better) {
        best = agent;
        bestPreference = preference;
      }
    }
    return best;
  }

  /** Gives a contact to a free agent: it rings unanswered, or begins. */
  private present(number: number, agent: SimulatedAgent, now: number): void {
    const contact = this.contacts[number];
    const group = this.groupOf(agent);
    if (contact === undefined) return;
    const rings = group.notAnswering;
    if (rings !== undefined && this.dayOf(contact.queue).choices.next() < rings.share) {
      contact.state = 'ringing';
      agent.state = 'ringing';
      agent.ringing = number;
      agent.freeEntry++;
      this.events.push(now + rings.ringSec, EventKind.ringEnds, this.numberOf(agent));
      return;
    }
    let { work } = contact;
    if (contact.callback) {
      const { callback } = this.queueOf(contact.queue);
      const reached = callback !== undefined && this.dayOf(contact.queue).choices.next() < callback.reachShare;
      if (!reached) work = callback?.attemptSec ?? 0;
      contact.state = 'called-back';
    } else {
      contact.state = 'done';
      this.tallyOf(contact.queue).recordAnswered(contact.arrivedAt, now, now);
    }
    this.bringUpToDate(agent, now);
    agent.held.push({ contact: number, workLeft: work });
    this.reschedule(agent, now);
    this.groups[agent.group]?.offer(agent, now);
  }

  /** The contact whose turn it was to end is done; the agent takes the next. */
  private endContact(agent: SimulatedAgent, now: number): void {
    this.bringUpToDate(agent, now);
    let done = 0;
    for (const [i, { workLeft }] of agent.held.entries()) {
      if (workLeft < (agent.held[done]?.workLeft ?? Infinity)) done = i;
    }
    agent.held.splice(done, 1);
    this.reschedule(agent, now);
    this.groups[agent.group]?.offer(agent, now);
    this.serveWaiting(agent, now);
  }

  private stopRinging(agent: SimulatedAgent, now: number): void {
    const contact = this.contacts[agent.ringing];
    if (contact !== undefined) {
      contact.state = 'waiting';
      if (contact.leavesAt > now) {
        this.waiting[contact.queue]?.unshift(agent.ringing);
        if (contact.leavesAt < Infinity) this.events.push(contact.leavesAt, EventKind.contactLeaves, agent.ringing);
        const other = this.freeAgentFor(contact.queue);
        if (other !== undefined) this.serveWaiting(other, now);
      } else this.abandon(contact);
    }
    agent.ringing = -1;
    agent.state = 'away';
    agent.awayUntil = now + (this.groupOf(agent).notAnswering?.awaySec ?? 0);
    this.events.push(agent.awayUntil, EventKind.agentReturns, this.numberOf(agent));
  }

  private comeBack(agent: SimulatedAgent, now: number): void {
    // Somebody sent home meanwhile, or away again, does not come back now.
    if (agent.state !== 'away' || now < agent.awayUntil) return;
    agent.state = 'working';
    this.groups[agent.group]?.offer(agent, now);
    this.serveWaiting(agent, now);
  }

  private leave(number: number, now: number): void {
    const contact = this.contacts[number];
    // A contact that rings is told when the ringing ends; one that rang and came back has a later event of its own.
    if (contact === undefined || contact.state !== 'waiting' || contact.leavesAt > now) return;
    this.waiting[contact.queue]?.remove();
    this.abandon(contact);
  }

  private abandon(contact: Contact): void {
    contact.state = 'done';
    this.tallyOf(contact.queue).recordAbandoned(contact.arrivedAt, contact.leavesAt);
  }

  private changeStaff(interval: number, now: number): void {
    for (const [i, group] of this.groups.entries()) {
      group.setPresent(this.plan.groups[i]?.agents[interval] ?? 0, now);
      for (let agent = group.peekFree(); agent !== undefined; agent = group.peekFree()) {
        if (!this.serveWaiting(agent, now)) break;
      }
    }
  }

  /** Gives the agent contacts for as long as there is room and somebody waits; false when nobody did. */
  private serveWaiting(agent: SimulatedAgent, now: number): boolean {
    let served = false;
    while (agent.state === 'working' && !agent.leaving && agent.held.length < this.groupOf(agent).stretch.length) {
      const next = this.nextFor(agent);
      if (next === undefined) return served;
      this.waiting[this.contacts[next]?.queue ?? 0]?.shift();
      this.present(next, agent, now);
      served = true;
    }
    return served;
  }

  /** The waiting contact an agent takes next: by priority, then preference, then time of arrival. */
  private nextFor(agent: SimulatedAgent): number | undefined {
    let best: number | undefined;
    let bestSkill: Skill | undefined;
    for (const skill of this.skillsOfGroup[agent.group] ?? []) {
      if (bestSkill !== undefined && this.isAfter(skill, bestSkill)) break;
      const contact = this.waiting[skill.queue]?.first((number) => this.contacts[number]?.state === 'waiting');
      if (contact === undefined) continue;
      const earlier = (this.contacts[contact]?.arrivedAt ?? 0) < (this.contacts[best ?? contact]?.arrivedAt ?? 0);
      if (best === undefined || earlier) {
        best = contact;
        bestSkill = skill;
      }
    }
    return best;
  }

  private isAfter(skill: Skill, other: Skill): boolean {
    const [priority, otherPriority] = [this.queueOf(skill.queue).priority, this.queueOf(other.queue).priority];
    return priority > otherPriority || (priority === otherPriority && skill.preference > other.preference);
  }

  /** Takes the work done since the last change off every contact the agent holds. */
  private bringUpToDate(agent: SimulatedAgent, now: number): void {
    const load = agent.held.length;
    if (load > 0) {
      const worked = (now - agent.workedUntil) / (this.groups[agent.group]?.stretchAt(load) ?? 1);
      for (const held of agent.held) {
        held.workLeft -= worked;
        const contact = this.contacts[held.contact];
        if (contact !== undefined) {
          const tally = this.tallyOf(contact.queue);
          tally.addSpan(tally.handleSeconds, agent.workedUntil, now);
        }
      }
    }
    agent.workedUntil = now;
  }

  /** Foresees the agent's next end of a contact; what was foreseen before no longer holds. */
  private reschedule(agent: SimulatedAgent, now: number): void {
    agent.stamp++;
    const load = agent.held.length;
    if (load === 0) return;
    let least = Infinity;
    for (const { workLeft } of agent.held) if (workLeft < least) least = workLeft;
    const stretch = this.groups[agent.group]?.stretchAt(load) ?? 1;
    this.events.push(now + Math.max(0, least) * stretch, EventKind.contactEnds, this.numberOf(agent), agent.stamp);
  }

  private scheduleArrival(queue: number, process: ArrivalProcess): void {
    if (process.nextAt < Infinity) this.events.push(process.nextAt, EventKind.arrival, queue);
  }

  private numberOf(agent: SimulatedAgent): number {
    let number = this.agentNumbers.get(agent);
    if (number === undefined) {
      number = this.agents.length;
      this.agents.push(agent);
      this.agentNumbers.set(agent, number);
    }
    return number;
  }

  private queueOf(queue: number): PlannedQueue {
    return known(this.plan.queues[queue]);
  }
  private groupOf(agent: SimulatedAgent): PlannedGroup {
    return known(this.plan.groups[agent.group]);
  }
  private tallyOf(queue: number): QueueTally {
    return known(this.tallies[queue]);
  }
  private dayOf(queue: number): Day {
    return known(this.days[queue]);
  }
}

function known<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('a position outside the plan');
  return value;
}
