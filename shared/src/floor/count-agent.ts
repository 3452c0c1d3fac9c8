import type { Agent } from './agent.ts';
import { addToAgent, AGENT_FIELD } from './agent-tally.ts';
import type { Visit } from './contact.ts';

/** Counts a contact that rang at an agent; `sign` -1 takes it back, here and below. */
export function countPresented(agent: Agent, time: number, sign: 1 | -1): void {
  addToAgent(agent.tally, time, AGENT_FIELD.presentedCount, sign);
}

/** Counts a contact that an agent did not take. */
export function countMissed(agent: Agent, time: number, sign: 1 | -1): void {
  addToAgent(agent.tally, time, AGENT_FIELD.notAnsweredCount, sign);
}

/** Counts a service that ended. As in a queue, contacts without any handle time are in no average. */
export function countServed(agent: Agent, visit: Visit, sign: 1 | -1): void {
  const { tally } = agent;
  const { endedAt } = visit;
  if (visit.talkMs + visit.holdMs > 0) {
    addToAgent(tally, endedAt, AGENT_FIELD.handledCount, sign);
    addToAgent(tally, endedAt, AGENT_FIELD.talkMs, sign * visit.talkMs);
    addToAgent(tally, endedAt, AGENT_FIELD.holdMs, sign * visit.holdMs);
  }
  if (visit.transferred) addToAgent(tally, endedAt, AGENT_FIELD.transferredCount, sign);
  if (visit.resolved !== null) countResolution(agent, visit, sign);
}

/** Counts after-contact work that ended, where its service did; `resolvedNow` when only this told whether the contact was resolved. */
export function countWrappedUp(agent: Agent, visit: Visit, resolvedNow: boolean, sign: 1 | -1): void {
  addToAgent(agent.tally, visit.endedAt, AGENT_FIELD.afterContactWorkMs, sign * (visit.wrappedUpAt - visit.endedAt));
  if (resolvedNow) countResolution(agent, visit, sign);
}

function countResolution(agent: Agent, visit: Visit, sign: 1 | -1): void {
  addToAgent(agent.tally, visit.endedAt, AGENT_FIELD.resolutionKnownCount, sign);
  if (visit.resolved === true) addToAgent(agent.tally, visit.endedAt, AGENT_FIELD.resolvedCount, sign);
}
