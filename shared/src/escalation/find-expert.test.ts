import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AGENT_STATES } from '../agents/events.ts';
import { findExperts, type ExpertFacts } from './find-expert.ts';

const facts: fc.Arbitrary<ExpertFacts> = fc.record({
  agentId: fc.string({ minLength: 1, maxLength: 6 }),
  name: fc.constant('N'),
  teamId: fc.constantFrom('north', null),
  queueIds: fc.constantFrom(['billing'], ['orders'], []),
  skills: fc.constantFrom(
    [],
    [{ skill: 'Refunds', proficiency: 4 }],
    [{ skill: 'refunds' }, { skill: 'de' }],
    [{ skill: 'language:de', proficiency: 5 }],
  ),
  state: fc.constantFrom(...AGENT_STATES),
  contactCount: fc.nat({ max: 4 }),
  capacityCount: fc.nat({ max: 4 }),
  handledCustomerCount: fc.nat({ max: 5 }),
});
const question = { skill: 'refunds', queueId: 'billing', teamId: 'north', language: 'de-AT' };
const ada: ExpertFacts = {
  agentId: 'ada',
  name: 'Ada',
  teamId: null,
  queueIds: ['billing'],
  skills: [{ skill: 'refunds', proficiency: 3 }],
  state: 'available',
  contactCount: 0,
  capacityCount: 2,
  handledCustomerCount: 0,
};

describe('the expert finder', () => {
  it('names nobody without the skill or signed out; every score is the sum of its reasons; the order is theirs', () => {
    fc.assert(
      fc.property(fc.uniqueArray(facts, { selector: (one) => one.agentId, maxLength: 12 }), (agents) => {
        const found = findExperts(question, agents, 100);
        const able = agents.filter(
          ({ skills, state }) =>
            state !== 'signed-out' && skills.some(({ skill }) => skill.toLowerCase() === 'refunds'),
        );
        expect(new Set(found.map(({ agentId }) => agentId))).toEqual(new Set(able.map(({ agentId }) => agentId)));
        found.forEach(({ score, reasons }, index) => {
          expect(score).toBeCloseTo(reasons.reduce((sum, { points }) => sum + points, 0));
          const next = found[index + 1];
          if (next !== undefined) expect(score).toBeGreaterThanOrEqual(next.score);
        });
        expect(findExperts(question, agents.toReversed(), 100)).toEqual(found);
      }),
    );
  });

  it.each([
    ['proficiency', { skills: [{ skill: 'refunds', proficiency: 5 }] }, { kind: 'skill', name: 'refunds', count: 5 }],
    ['history with the customer', { handledCustomerCount: 2 }, { kind: 'history', count: 2 }],
    ['language', { skills: [...ada.skills, { skill: 'de' }] }, { kind: 'language', name: 'de-AT' }],
    ['the team concerned', { teamId: 'north' }, { kind: 'team' }],
  ])('more %s goes first, and the reason says so', (_what, better, reason) => {
    const [first] = findExperts(question, [ada, { ...ada, ...better, agentId: 'zoe' }]);
    expect(first?.agentId).toBe('zoe');
    expect(first?.reasons).toContainEqual(expect.objectContaining(reason));
  });

  it('a free hand goes before one that is busy', () => {
    const busy = { ...ada, agentId: 'aaa', contactCount: 2, state: 'on-contact' as const };
    expect(findExperts(question, [busy, ada])[0]?.agentId).toBe('ada');
  });

  it('without a skill, whoever serves the queue is meant', () => {
    const other = { ...ada, agentId: 'bob', queueIds: ['orders'], skills: [] };
    const found = findExperts({ ...question, skill: null }, [other, { ...ada, skills: [] }]);
    expect(found.map(({ agentId }) => agentId)).toEqual(['ada']);
  });
});
