import { describe, expect, it } from 'vitest';
import type { AgentRow } from '@floorwalk/shared/floor/rows';
import { FloorGenerator } from '../dev/floor-generator.ts';
import { measureAgentToday } from './agent-numbers.ts';

const NOW = Date.UTC(2026, 2, 10, 12);
const HOUR = 3_600_000;
const TODAY = { now: NOW, startAt: NOW - 4 * HOUR };

/** An agent with an hour available behind him, in a state since so many hours. */
function agentIn(state: AgentRow['state'], hours: number): AgentRow {
  const [agent] = new FloorGenerator(1, { queues: 1, agents: 1, bots: 0, teams: 1 }, NOW).agents;
  if (agent === undefined) throw new Error('the generator makes one agent');
  return { ...agent, state, since: NOW - hours * HOUR, busyTodayMs: 0, availableTodayMs: HOUR };
}
const occupancy = (state: AgentRow['state'], hours: number) =>
  measureAgentToday('occupancy', agentIn(state, hours), TODAY);

describe('an agent’s occupancy of today', () => {
  it('counts the state that runs: who has been on contacts for three hours is not at 0 %', () => {
    expect(occupancy('on-contact', 3)).toEqual({ value: 0.75, numerator: 3 * HOUR, denominator: 4 * HOUR });
    expect(occupancy('available', 2)).toEqual({ value: 0, numerator: 0, denominator: 3 * HOUR });
    expect(occupancy('not-ready', 2)).toEqual({ value: 0, numerator: 0, denominator: HOUR });
  });

  it('counts of a state that began yesterday what is of today', () => {
    expect(occupancy('after-contact-work', 9)).toMatchObject({ numerator: 4 * HOUR, denominator: 5 * HOUR });
  });
});
