import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  decideEscalation,
  newRun,
  type EscalationEffect,
  type EscalationInput,
  type EscalationRun,
} from './decide-escalation.ts';
import {
  ESCALATION_INPUTS,
  ESCALATION_MACHINE,
  ESCALATION_STATES,
  TIMED_INPUT,
  type EscalationInputKind,
  type EscalationState,
} from './escalation-machine.ts';
import { pathOf } from './path-of.ts';
import type { EscalationPolicy } from './policy.ts';

const PEOPLE = ['ada', 'ben', 'cy'].map((id) => ({ id, name: id }));
const MINUTE = 60_000;

const policy: fc.Arbitrary<EscalationPolicy> = fc.record({
  id: fc.constant('p'),
  name: fc.constant('P'),
  steps: fc.array(
    fc.record({
      targets: fc.constant([{ kind: 'role' as const, role: 'supervisor' as const }]),
      waitMs: fc.integer({ min: 1_000, max: 10 * MINUTE }),
    }),
    { minLength: 1, maxLength: 3 },
  ),
  repeatCount: fc.integer({ min: 0, max: 2 }),
  acknowledgementsNeeded: fc.integer({ min: 1, max: 2 }),
  acknowledgeTimeoutMs: fc.option(fc.integer({ min: 1_000, max: 20 * MINUTE })),
  warRoom: fc.boolean(),
  owner: fc.constant({ kind: 'role' as const, role: 'administrator' as const }),
});

type Move = { readonly kind: EscalationInputKind; readonly person: number; readonly afterMs: number };
const moves = fc.array(
  fc.record({
    kind: fc.constantFrom(...ESCALATION_INPUTS),
    person: fc.nat({ max: 2 }),
    afterMs: fc.integer({ min: 0, max: 12 * MINUTE }),
  }),
  { maxLength: 40 },
);

function inputOf({ kind, person }: Move, now: number): EscalationInput {
  const by = PEOPLE[person] ?? { id: 'x', name: 'x' };
  switch (kind) {
    case 'start':
    case 'due':
    case 'ack-timeout':
      return { kind };
    case 'acknowledge':
    case 'war-room':
      return { kind, by };
    case 'reassign':
      return { kind, by, to: { kind: 'person', personId: 'dan' } };
    case 'snooze':
      return { kind, by, until: now + 5 * MINUTE, reason: 'later' };
    case 'resolve':
      return { kind, by, reason: 'done' };
    case 'note':
      return { kind, by, text: 'hm' };
    case 'source-settled':
      return { kind, reason: 'over' };
  }
}

/** What an escalation is to be in by the words of docs/escalation.md, kept apart from the machine: who took it, until when it rests, what comes next. */
class Told {
  isBegun = false;
  isOver = false;
  isAtEnd = false;
  acked = new Set<string>();
  restsUntil: number | null = null;
  nextAt: number | null = null;
  step = 0;
  called = false;

  constructor(
    readonly given: EscalationPolicy,
    readonly waits: readonly number[],
  ) {
    this.called = given.warRoom;
  }

  get state(): EscalationState {
    if (!this.isBegun) return 'requested';
    if (this.isOver) return 'resolved';
    if (this.restsUntil !== null) return 'snoozed';
    if (this.isTaken) return 'acknowledged';
    return this.isAtEnd ? 'exhausted' : 'notifying';
  }

  get isTaken(): boolean {
    return this.acked.size >= this.given.acknowledgementsNeeded;
  }

  /** Answers what is told of it: the place of a step, everybody, the owner, who it was given to, or nobody. */
  step1(now: number): string {
    if (this.called) {
      this.step = this.waits.length;
      this.nextAt = now + (this.waits.at(-1) ?? 0);
      return 'all';
    }
    this.step++;
    this.nextAt = now + (this.waits[this.step - 1] ?? 0);
    return String(this.step);
  }

  take(move: Move, now: number): string | null {
    const who = PEOPLE[move.person]?.id ?? 'x';
    if (!this.isBegun) {
      if (move.kind !== 'start') return null;
      this.isBegun = true;
      return this.step1(now);
    }
    if (move.kind === 'note') {
      const limit = this.given.acknowledgeTimeoutMs;
      if (this.state === 'acknowledged' && this.acked.has(who) && limit !== null) this.nextAt = now + limit;
      return '';
    }
    if (this.isOver || move.kind === 'start') return null;
    const isDue = this.nextAt !== null && now >= this.nextAt;
    switch (move.kind) {
      case 'due':
        if (!isDue || this.state === 'acknowledged' || this.state === 'exhausted') return null;
        if (this.restsUntil !== null) return this.again(now);
        if (this.step < this.waits.length) return this.step1(now);
        this.isAtEnd = true;
        this.nextAt = null;
        return 'owner';
      case 'ack-timeout':
        return this.state === 'acknowledged' && isDue ? this.again(now) : null;
      case 'acknowledge':
        if (this.state === 'acknowledged' || this.acked.has(who)) return null;
        this.acked.add(who);
        if (!this.isTaken) return '';
        this.restsUntil = null;
        this.isAtEnd = false;
        this.nextAt = this.given.acknowledgeTimeoutMs === null ? null : now + this.given.acknowledgeTimeoutMs;
        return '';
      case 'reassign':
        this.wake();
        this.nextAt = now + (this.waits[Math.max(0, this.step - 1)] ?? 0);
        return 'given';
      case 'snooze':
        this.wake();
        this.restsUntil = this.nextAt = now + 5 * MINUTE;
        return '';
      case 'war-room':
        this.wake();
        this.called = true;
        return this.step1(now);
      default:
        this.isOver = true;
        this.nextAt = null;
        return '';
    }
  }

  wake(): void {
    this.acked.clear();
    this.restsUntil = null;
    this.isAtEnd = false;
  }

  again(now: number): string {
    this.wake();
    this.step = 0;
    return this.step1(now);
  }
}

const toldBy = (effects: readonly EscalationEffect[]) =>
  effects.flatMap((effect) => ('notify' in effect ? [effect.notify] : []));

describe('the escalation machine', () => {
  it('has a cell for every state and input, and refuses everything before it began and after it ended', () => {
    for (const state of ESCALATION_STATES) {
      for (const input of ESCALATION_INPUTS) expect(ESCALATION_MACHINE[state][input]).toBeDefined();
    }
    for (const input of ESCALATION_INPUTS) {
      expect(typeof ESCALATION_MACHINE.requested[input] === 'string').toBe(input === 'start');
      expect(typeof ESCALATION_MACHINE.resolved[input] === 'string').toBe(input === 'note');
    }
  });

  it('does what the words say, whatever comes in whatever order', () => {
    fc.assert(
      fc.property(policy, moves, (given, list) => {
        const path = pathOf(given, new Map());
        let run = newRun(given, path);
        const oracle = new Told(
          given,
          path.map(({ waitMs }) => waitMs),
        );
        const keys = new Set<string>();
        let now = 1_000_000;
        for (const move of [{ kind: 'start' as const, person: 0, afterMs: 0 }, ...list]) {
          now += move.afterMs;
          const before = run.state;
          const expected = oracle.take(move, now);
          const decision = decideEscalation(run, inputOf(move, now), now);
          expect(decision.ok).toBe(expected !== null);
          if (!decision.ok) continue;
          run = decision.run;
          expect(run.state).toBe(oracle.state);
          expect(run.dueAt).toBe(oracle.nextAt);
          const told = toldBy(decision.effects);
          expect(told.map(({ key }) => key.replace(/^\d+-/, ''))).toEqual(expected === '' ? [] : [expected]);
          for (const { key } of told) {
            expect(keys.has(key), `told twice for ${key}`).toBe(false);
            keys.add(key);
          }
          // Something always moves it on, but where a person is its owner.
          const isIdle = run.dueAt === null;
          if (isIdle) expect(['acknowledged', 'exhausted', 'resolved']).toContain(run.state);
          if (run.state !== before && (run.state === 'acknowledged' || run.state === 'resolved'))
            expect(decision.effects.some((effect) => 'withdraw' in effect)).toBe(true);
        }
      }),
      { numRuns: 1_500 },
    );
  });

  it('refuses the same twice at one moment, so that two rings or two clicks tell nobody twice', () => {
    fc.assert(
      fc.property(policy, moves, (given, list) => {
        let run: EscalationRun = newRun(given, pathOf(given, new Map()));
        let now = 0;
        for (const move of [{ kind: 'start' as const, person: 0, afterMs: 0 }, ...list]) {
          now += move.afterMs;
          const input = inputOf(move, now);
          const first = decideEscalation(run, input, now);
          if (!first.ok) continue;
          run = first.run;
          const isByPerson = 'by' in input && input.kind !== 'acknowledge' && input.kind !== 'resolve';
          if (!isByPerson) expect(decideEscalation(run, input, now).ok).toBe(false);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('left alone it tells every step of its path in turn, then its owner, and rests', () => {
    fc.assert(
      fc.property(policy, (given) => {
        const path = pathOf(given, new Map());
        const begun = decideEscalation(newRun(given, path), { kind: 'start' }, 0);
        if (!begun.ok) throw new Error('not begun');
        let { run } = begun;
        const keys = toldBy(begun.effects).map(({ key }) => key);
        for (let rings = 0; run.dueAt !== null && rings < 100; rings++) {
          const kind = TIMED_INPUT[run.state];
          if (kind === null) break;
          const decision = decideEscalation(run, { kind }, run.dueAt);
          if (!decision.ok) throw new Error(decision.refusal);
          run = decision.run;
          keys.push(...toldBy(decision.effects).map(({ key }) => key));
        }
        expect(run).toMatchObject({ state: 'exhausted', dueAt: null });
        const steps = given.warRoom ? ['1-all'] : path.map((_rung, index) => `1-${index + 1}`);
        expect(keys).toEqual([...steps, '1-owner']);
      }),
    );
  });

  it('waits for its support hours, unless it is a war room or somebody gives it to a person', () => {
    const given: EscalationPolicy = {
      id: 'p',
      name: 'P',
      steps: [{ targets: [{ kind: 'team' }], waitMs: MINUTE }],
      repeatCount: 0,
      acknowledgementsNeeded: 1,
      acknowledgeTimeoutMs: null,
      warRoom: false,
      owner: { kind: 'role', role: 'supervisor' },
      supportHours: {
        zone: 'Europe/Vienna',
        periods: [{ weekday: 1, from: '08:00', to: '12:00' }],
        closedDates: ['2026-03-09'],
      },
    };
    // A Sunday; the Monday after it is closed.
    const sunday = Date.UTC(2026, 2, 8, 20);
    const begun = decideEscalation(newRun(given, pathOf(given, new Map())), { kind: 'start' }, sunday);
    if (!begun.ok) throw new Error('not begun');
    expect(begun.run).toMatchObject({ state: 'waiting-for-hours', dueAt: Date.UTC(2026, 2, 16, 7) });
    expect(toldBy(begun.effects)).toEqual([]);
    const by = { id: 'a', name: 'A' };
    const called = decideEscalation(begun.run, { kind: 'war-room', by }, sunday);
    expect(called.ok && toldBy(called.effects)).toHaveLength(1);
    const open = decideEscalation(begun.run, { kind: 'due' }, Date.UTC(2026, 2, 16, 7));
    expect(open.ok && open.run.state).toBe('notifying');
  });

  it('moves on at once when a clock of the matrix runs out: untaken to the next step, unsettled from the first again', () => {
    const rung = { targets: [{ kind: 'role' as const, role: 'supervisor' as const }], waitMs: 10 * MINUTE };
    const given: EscalationPolicy = {
      id: 'p',
      name: 'P',
      steps: [rung, rung],
      repeatCount: 0,
      acknowledgementsNeeded: 1,
      acknowledgeTimeoutMs: null,
      warRoom: false,
      owner: { kind: 'role', role: 'administrator' },
    };
    const decided = (decision: ReturnType<typeof decideEscalation>) => {
      if (!decision.ok) throw new Error(decision.refusal);
      return decision;
    };
    const clocks = { acknowledgeBy: 3 * MINUTE, resolveBy: 30 * MINUTE };
    const begun = decided(decideEscalation(newRun(given, pathOf(given, new Map()), clocks), { kind: 'start' }, 0));
    expect(begun.run.dueAt).toBe(3 * MINUTE);
    const next = decided(decideEscalation(begun.run, { kind: 'due' }, 3 * MINUTE));
    expect([next.run.reached, next.run.dueAt]).toEqual([2, 13 * MINUTE]);
    const taken = decided(
      decideEscalation(next.run, { kind: 'acknowledge', by: { id: 'ada', name: 'Ada' } }, 5 * MINUTE),
    );
    expect(taken.run.dueAt).toBe(30 * MINUTE);
    const again = decided(decideEscalation(taken.run, { kind: 'ack-timeout' }, 30 * MINUTE));
    expect([again.run.state, again.run.lap, again.run.reached]).toEqual(['notifying', 2, 1]);
    expect(again.run.dueAt).toBe(40 * MINUTE);
  });
});
