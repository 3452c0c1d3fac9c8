import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import type { AgentRow } from '@floorwalk/shared/floor/rows';
import { FloorGenerator } from '../../dev/floor-generator.ts';
import { measureAgentToday } from '../../numbers/agent-numbers.ts';
import { compareNames, filterWords } from '../../ui/compare-names.ts';
import { matchesAgent, orderAgents } from './agent-order.ts';

const NOW = Date.UTC(2026, 2, 10, 9);
const TODAY = { now: NOW, startAt: NOW - 9 * 3_600_000 };
const all = { words: [], teamId: '', state: '' } as const;

const STATES = ['available', 'presented', 'on-contact', 'after-contact-work', 'not-ready', 'signed-out'];

/** Two agents as each column says, before what stands equal is told apart. */
const BY_COLUMN: Readonly<Record<string, (left: AgentRow, right: AgentRow) => number>> = {
  agent: (left, right) => compareNames(left.name, right.name),
  state: (left, right) => STATES.indexOf(left.state) - STATES.indexOf(right.state),
  since: (left, right) => right.since - left.since,
  contacts: (left, right) => left.contacts.length - right.contacts.length,
  handled: (left, right) => left.handledTodayCount - right.handledTodayCount,
  occupancy: (left, right) =>
    (measureAgentToday('occupancy', left, TODAY).value ?? -1) -
    (measureAgentToday('occupancy', right, TODAY).value ?? -1),
};

describe('the order of agents', () => {
  it('sorts by any column both ways, and what is equal by who has been so the longest', () => {
    fc.assert(
      fc.property(
        fc.integer(),
        fc.constantFrom(...Object.keys(BY_COLUMN)),
        fc.boolean(),
        (seed, column, descending) => {
          const { agents } = new FloorGenerator(seed, { queues: 10, agents: 60, bots: 0, teams: 3 }, NOW);
          const byId = new Map(agents.map((agent) => [agent.id, agent]));
          const ids = orderAgents(agents, all, { column, descending }, TODAY);
          const shown = ids.map((id) => byId.get(id) as AgentRow); // every id is one of these agents'
          expect([...ids].sort()).toEqual(
            agents
              .filter((agent) => agent.state !== 'signed-out')
              .map((agent) => agent.id)
              .sort(),
          );
          for (let index = 1; index < shown.length; index++) {
            const [left, right] = [shown[index - 1] as AgentRow, shown[index] as AgentRow]; // both are within the list
            const first = (BY_COLUMN[column]?.(left, right) ?? Number.NaN) * (descending ? -1 : 1);
            expect(first).toBeLessThanOrEqual(0);
            if (first === 0) expect(left.since).toBeLessThanOrEqual(right.since);
          }
        },
      ),
      { numRuns: 40 },
    );
  });

  it('keeps who has every word in name, skill or reason', () => {
    const { agents } = new FloorGenerator(5, { queues: 10, agents: 60, bots: 0, teams: 3 }, NOW);
    const filter = { ...all, words: filterWords('GERMAN inv') };
    expect(agents.filter((agent) => matchesAgent(agent, filter))).toHaveLength(
      agents.filter((agent) => agent.state !== 'signed-out').length,
    );
    expect(
      orderAgents(agents, { ...all, words: ['no-such-skill'] }, { column: 'state', descending: false }, TODAY),
    ).toEqual([]);
  });
});
