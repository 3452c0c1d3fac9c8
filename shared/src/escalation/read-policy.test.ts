import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DEFAULT_MATRIX, DEFAULT_POLICIES } from './default-policies.ts';
import { describePath } from './describe-path.ts';
import { decideByMatrix, IMPACTS } from './matrix.ts';
import { pathOf } from './path-of.ts';
import type { EscalationPolicy } from './policy.ts';
import { readMatrix } from './read-matrix.ts';
import { readPolicy, type KnownTargets } from './read-policy.ts';

const known: KnownTargets = {
  personIds: new Set(['ada']),
  teamIds: new Set(['north']),
  rotationIds: new Set(['nights']),
  channelIds: new Set(['room']),
};
const step = { targets: [{ kind: 'team' as const }], waitMs: 60_000 };
const policy = (id: string, more: Partial<EscalationPolicy> = {}): EscalationPolicy => ({
  id,
  name: id.toUpperCase(),
  steps: [step],
  repeatCount: 0,
  acknowledgementsNeeded: 1,
  acknowledgeTimeoutMs: null,
  warRoom: false,
  owner: { kind: 'role', role: 'supervisor' },
  ...more,
});
const none = new Map<string, EscalationPolicy>();

describe('escalation policies', () => {
  it('those of a new site, and its matrix, are accepted as they are', () => {
    const all = new Map(DEFAULT_POLICIES.map((one) => [one.id, one]));
    for (const one of DEFAULT_POLICIES) expect(readPolicy(one, all, known)).toEqual(one);
    expect(readMatrix(DEFAULT_MATRIX, new Set(all.keys()))).toEqual(DEFAULT_MATRIX);
  });

  it.each([
    ['no steps', { steps: [] }, '/steps'],
    ['a step that tells nobody', { steps: [{ ...step, targets: [] }] }, '/steps/0/targets'],
    ['too short a wait', { steps: [{ ...step, waitMs: 999 }] }, '/steps/0/waitMs'],
    ['too long a wait', { steps: [step, { ...step, waitMs: 8 * 86_400_000 }] }, '/steps/1/waitMs'],
    [
      'somebody unknown',
      { steps: [{ ...step, targets: [{ kind: 'person', personId: 'zoe' }] }] },
      '/steps/0/targets/0/personId',
    ],
    [
      'an unknown team',
      { steps: [{ ...step, targets: [{ kind: 'team', teamId: 'x' }] }] },
      '/steps/0/targets/0/teamId',
    ],
    [
      'an unknown channel',
      { steps: [{ ...step, targets: [{ kind: 'channel', channelId: 'x' }] }] },
      '/steps/0/targets/0/channelId',
    ],
    ['a wall screen', { steps: [{ ...step, targets: [{ kind: 'role', role: 'kiosk' }] }] }, '/steps/0/targets/0/role'],
    [
      'the same target twice',
      { steps: [{ ...step, targets: [{ kind: 'team' }, { kind: 'team' }] }] },
      '/steps/0/targets/1',
    ],
    ['an owner nobody can name', { owner: { kind: 'expert' } }, '/owner/kind'],
    [
      'an unknown zone',
      { supportHours: { zone: 'x', periods: [{ weekday: 1, from: '08:00', to: '09:00' }], closedDates: [] } },
      '/supportHours/zone',
    ],
    [
      'hours that end before they begin',
      { supportHours: { zone: 'UTC', periods: [{ weekday: 1, from: '09:00', to: '08:00' }], closedDates: [] } },
      '/supportHours/periods/0/to',
    ],
    [
      'more acknowledgements than people',
      { steps: [{ ...step, targets: [{ kind: 'person', personId: 'ada' }] }], acknowledgementsNeeded: 2 },
      '/acknowledgementsNeeded',
    ],
    ['a policy that is gone', { continueWith: 'gone' }, '/continueWith'],
    ['itself again', { continueWith: 'p' }, '/continueWith'],
    ['a field nobody knows', { extra: 1 }, '/extra'],
  ])('%s is refused at the field', (_what, change, pointer) => {
    expect(() => readPolicy({ ...policy('p'), ...change }, none, known)).toThrow(expect.objectContaining({ pointer }));
  });

  it('one whose continuation comes back to it, over however many others, is refused and names the way', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 8 }), (length) => {
        const ids = Array.from({ length }, (_, index) => `c${index}`);
        const chain = new Map(
          ids.map((id, index) => [id, policy(id, index + 1 < length ? { continueWith: `c${index + 1}` } : {})]),
        );
        const first = policy('p', { continueWith: 'c0' });
        expect(pathOf(readPolicy(first, chain, known), chain)).toHaveLength(length + 1);
        const last = ids.at(-1) ?? '';
        chain.set(last, policy(last, { continueWith: 'p' }));
        expect(() => readPolicy(first, chain, known)).toThrow(/comes back to itself \(P → C0 .*→ P\)/);
      }),
    );
  });

  it('a path is counted out with its repeats and what it continues with, and so is the time it takes', () => {
    const next = policy('next', { steps: [step, { ...step, waitMs: 30_000 }] });
    const first = policy('p', { steps: [step, step], repeatCount: 2, continueWith: 'next' });
    const all = new Map([[next.id, next]]);
    const rungs = pathOf(first, all);
    expect(rungs.map(({ policyId, round, step: place }) => `${policyId} ${round}.${place}`)).toEqual([
      'p 1.1',
      'p 1.2',
      'p 2.1',
      'p 2.2',
      'p 3.1',
      'p 3.2',
      'next 1.1',
      'next 1.2',
    ]);
    const { lines, exhaustedAfterMs } = describePath(first, all);
    expect(lines.map(({ afterMs }) => afterMs / 60_000)).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
    expect(exhaustedAfterMs).toBe(7.5 * 60_000);
  });
});

describe('the severity matrix', () => {
  const policyIds = new Set(DEFAULT_POLICIES.map(({ id }) => id));
  const cell = {
    impact: 'low' as const,
    tier: '*',
    contract: '*',
    policyId: 'standard',
    acknowledgeWithinMs: 60_000,
    resolveWithinMs: 120_000,
  };

  it('has an answer for every impact, tier and contract: the cell that names the tier, then the contract, then neither', () => {
    const cells = [
      ...IMPACTS.map((impact) => ({ ...cell, impact })),
      { ...cell, contract: 'Gold care', policyId: 'urgent' },
      { ...cell, tier: 'VIP', policyId: 'high-value' },
      { ...cell, tier: 'VIP', contract: 'Gold care', policyId: 'war-room' },
    ];
    const matrix = readMatrix({ cells, highValue: null }, policyIds);
    const choose = (tier: string | null, contract: string | null) =>
      decideByMatrix(matrix, { impact: 'low', tier, contract }).policyId;
    expect(choose(null, null)).toBe('standard');
    expect(choose('other', 'other')).toBe('standard');
    expect(choose(null, 'GOLD CARE')).toBe('urgent');
    expect(choose('vip', 'other')).toBe('high-value');
    expect(choose('vip', 'gold care')).toBe('war-room');
  });

  it.each([
    ['an unknown policy', [{ ...cell, policyId: 'none' }], '/cells/0/policyId'],
    ['the same cell twice', [cell, { ...cell, tier: '*' }], '/cells/1'],
    ['settled before it is taken', [{ ...cell, resolveWithinMs: 30_000 }], '/cells/0/resolveWithinMs'],
    ['an impact without an answer', [cell], '/cells'],
    ['an unknown impact', [{ ...cell, impact: 'huge' }], '/cells/0/impact'],
  ])('%s is refused at the cell', (_what, cells, pointer) => {
    expect(() => readMatrix({ cells, highValue: null }, policyIds)).toThrow(expect.objectContaining({ pointer }));
  });
});
