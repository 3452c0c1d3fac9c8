import { applyOutcome } from '@floorwalk/shared/escalation/apply-outcome';
import {
  decideEscalation,
  newRun,
  type EscalationInput,
  type EscalationRun,
} from '@floorwalk/shared/escalation/decide-escalation';
import { DEFAULT_MATRIX, DEFAULT_POLICIES } from '@floorwalk/shared/escalation/default-policies';
import { TIMED_INPUT } from '@floorwalk/shared/escalation/escalation-machine';
import { escalationWork, type Asked } from '@floorwalk/shared/escalation/escalation-work';
import type { Told } from '@floorwalk/shared/escalation/events';
import { decideByMatrix } from '@floorwalk/shared/escalation/matrix';
import { pathOf } from '@floorwalk/shared/escalation/path-of';
import type { EscalationRow } from '@floorwalk/shared/escalation/rows';
import { escalationId, eventsOf, notifiesOf, standingAfter } from '@floorwalk/shared/escalation/say-decision';
import { stableHash } from '@floorwalk/shared/kit/stable-hash';
import type { NewEvent } from '@floorwalk/shared/kit/logged-event';
import { createLiveState, decodeState, encodeState, foldEvent, hashState } from '@floorwalk/shared/live/live-state';
import { describe, expect, it } from 'vitest';

const SITE = 'storm';
const ALERTS = 200;
const STORM_MS = 10_000;
const SWEEP_MS = 1_000;
const START_AT = Date.UTC(2026, 2, 10, 9);
const by = { id: 'ada', name: 'Ada' };

/** Chance that can be told again (mulberry32). */
function chances(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

type Row = { run: EscalationRun; shown: EscalationRow; version: number };
type Ring = { readonly id: string; readonly at: number };

/** Everything around the machine, simulated: the table and the log that commit together, rings that get lost, workers that die, a clock that leaps. */
class Floor {
  readonly random: () => number;
  readonly live = createLiveState(SITE);
  readonly table = new Map<string, Row>();
  readonly log: NewEvent[] = [];
  rings: Ring[] = [];
  now = START_AT;
  /** How much of the log the owner has acted on. */
  seenCount = 0;
  killed = new Map<string, number>();
  lateness: { readonly id: string; readonly lateMs: number; readonly excusedMs: number }[] = [];
  leaps: { readonly at: number; readonly ms: number }[] = [];

  constructor(seed: number) {
    this.random = chances(seed);
    const policies: NewEvent[] = DEFAULT_POLICIES.map((policy) => ({
      id: policy.id,
      source: 's',
      type: 'escalation.policy-set',
      time: this.now,
      data: { policy, version: 1, by },
    }));
    this.append([
      ...policies,
      {
        id: 'm',
        source: 's',
        type: 'escalation.matrix-set',
        time: this.now,
        data: { matrix: DEFAULT_MATRIX, version: 1, by },
      },
    ]);
  }

  append(events: readonly NewEvent[]): void {
    for (const event of events) {
      this.log.push(event);
      const parked = foldEvent(this.live, { ...event, position: this.log.length, recordedAt: this.now } as never);
      if (parked !== null) throw new Error(parked.stack);
    }
  }

  fire(alert: number, type: 'alert.fired' | 'alert.resolved', firedAt: number): void {
    const data = {
      alertId: stableHash(`alert ${alert}`),
      ruleId: 'rule',
      ruleVersion: 1,
      ruleName: `Rule ${alert}`,
      group: null,
      severity: 'critical',
      subject: { table: 'queues', id: `q${alert}`, name: `Queue ${alert}` },
      pendingAt: firedAt,
      firedAt,
      clearedAt: null,
      seenPosition: 0,
      evidence: [],
      paged: true,
      suppressedBy: null,
      gates: [],
      contactIds: [],
    };
    this.append([{ id: `${type} ${alert}`, source: 's', type, time: this.now, data } as unknown as NewEvent]);
  }

  /** What the owner of the site does. Two at once look at the same state, so that everything comes twice. */
  own(): void {
    if (this.seenCount === this.log.length) return;
    this.seenCount = this.log.length;
    const work = escalationWork(SITE, this.live, this.now);
    for (const one of [...work, ...work]) {
      if (one.kind === 'start') this.start(one.id, one.asked);
      else if (one.kind === 'settle') this.decide(one.id, { kind: 'source-settled', reason: one.reason });
      else this.decide(one.id, { kind: 'acknowledge', by: one.by });
    }
  }

  start(id: string, asked: Asked): void {
    if (this.table.has(id)) return;
    const cell = decideByMatrix(DEFAULT_MATRIX, { impact: asked.impact, tier: null, contract: null });
    const policy = DEFAULT_POLICIES.find((one) => one.id === cell.policyId);
    if (policy === undefined) throw new Error('no policy');
    const path = [...pathOf(policy, new Map(DEFAULT_POLICIES.map((one) => [one.id, one])))];
    const shown = {
      ...asked,
      id,
      policyId: policy.id,
      policyName: policy.name,
      path,
      targets: [],
      lap: 1,
      timeline: [],
      leftOutCount: 0,
      acknowledgements: [],
      acknowledgedAt: null,
      endedAt: null,
    } as unknown as EscalationRow;
    const decision = decideEscalation(newRun(policy, path), { kind: 'start' }, this.now);
    if (!decision.ok) throw new Error(decision.refusal);
    const { timeline: _, leftOutCount: __, id: ___, ...data } = shown;
    const standing = standingAfter(decision.run, shown, decision, new Map());
    this.append([
      {
        id: `${id}-started`,
        source: 's',
        type: 'escalation.started',
        time: this.now,
        data: { ...data, escalationId: id, standing, by: null },
      } as unknown as NewEvent,
    ]);
    this.commit(id, { run: decision.run, shown, version: 0 }, decision);
  }

  decide(id: string, input: EscalationInput): boolean {
    const row = this.table.get(id);
    if (row === undefined) return false;
    const decision = decideEscalation(row.run, input, this.now);
    if (!decision.ok) return false;
    this.commit(id, row, decision);
    return true;
  }

  /** Row and log in one step, as a transaction has it; the ring comes after it and may be lost. */
  commit(id: string, row: Row, decision: Extract<ReturnType<typeof decideEscalation>, { ok: true }>): void {
    const version = row.version + 1;
    const told = new Map<string, Told[]>(
      notifiesOf(decision.effects).map(({ key }) => [
        key,
        [{ target: null, to: [{ kind: 'role', role: 'supervisor' }], names: ['Ada'], reached: true }],
      ]),
    );
    const standing = standingAfter(decision.run, row.shown, decision, told);
    const said = eventsOf(row.shown, standing, decision, told, { time: this.now, source: 's', number: version });
    let shown: EscalationRow = { ...row.shown, ...standing };
    for (const outcome of said.outcomes) shown = applyOutcome(shown, outcome, 100) ?? shown;
    this.append([...said.outcomes, ...said.notices]);
    this.table.set(id, { run: decision.run, shown, version });
    const { dueAt } = decision.run;
    if (dueAt !== null && this.random() > 0.1) this.rings.push({ id, at: dueAt });
  }

  /** Workers take what rings. Some die before they did anything, some right after; some rings come twice. */
  work(): void {
    const due = this.rings.filter((ring) => ring.at <= this.now);
    this.rings = this.rings.filter((ring) => ring.at > this.now);
    for (const { id } of due) {
      const row = this.table.get(id);
      const kind = row === undefined ? null : TIMED_INPUT[row.run.state];
      if (row === undefined || kind === null) continue;
      if (this.random() < 0.15) {
        this.killed.set(id, (this.killed.get(id) ?? 0) + 1);
        continue;
      }
      const { dueAt } = row.run;
      if (!this.decide(id, { kind }) || dueAt === null) continue;
      const leapt = this.leaps.filter((leap) => leap.at + leap.ms >= dueAt).reduce((sum, leap) => sum + leap.ms, 0);
      this.lateness.push({ id, lateMs: this.now - dueAt, excusedMs: leapt + SWEEP_MS * (this.killed.get(id) ?? 0) });
      this.killed.delete(id);
      // Killed after the commit: its ring for the next moment never came.
      if (this.random() < 0.15) this.rings = this.rings.filter((ring) => ring.id !== id);
      if (this.random() < 0.2) this.decide(id, { kind });
    }
  }

  sweep(): void {
    for (const [id, { run }] of this.table) {
      if (run.dueAt !== null && run.dueAt <= this.now) this.rings.push({ id, at: this.now });
    }
  }

  leap(ms: number): void {
    this.leaps.push({ at: this.now, ms });
    this.now += ms;
  }
}

describe('a storm of 200 alerts in 10 seconds', () => {
  it.each([1, 2, 3])(
    'pages nobody twice for one step and nobody for what was acknowledged, and forgets nothing (seed %i)',
    (seed) => {
      const floor = new Floor(seed);
      const firedAt = new Map<number, number>();
      const takenAt = new Map<string, number>();
      const endAt = START_AT + STORM_MS + 90 * 60_000;
      let fired = 0;
      let sweptAt = START_AT;
      while (floor.now < endAt) {
        for (; fired < ALERTS && floor.now - START_AT >= (fired * STORM_MS) / ALERTS; fired++) {
          firedAt.set(fired, floor.now);
          floor.fire(fired, 'alert.fired', floor.now);
        }
        floor.own();
        floor.work();
        if (floor.now - sweptAt >= SWEEP_MS) {
          sweptAt = floor.now;
          floor.sweep();
          floor.work();
        }
        const open = [...floor.table].filter(([, { run }]) => run.state === 'notifying');
        for (const [id] of open) {
          if (floor.random() < 0.0005 && floor.decide(id, { kind: 'acknowledge', by })) takenAt.set(id, floor.now);
        }
        for (const alert of firedAt.keys()) {
          if (floor.random() > 0.00002) continue;
          floor.fire(alert, 'alert.resolved', firedAt.get(alert) ?? 0);
          firedAt.delete(alert);
        }
        // Redis is emptied now and then; the clock leaps twice.
        if (floor.random() < 0.002) floor.rings = [];
        if (floor.random() < 0.0006 && floor.leaps.length < 2) floor.leap(7 * 60_000);
        floor.now += floor.now - START_AT < STORM_MS ? 100 : 500;
      }
      const ids = Array.from({ length: ALERTS }, (_, alert) => {
        const began = floor.log.find((event) => event.type === 'alert.fired' && event.id === `alert.fired ${alert}`);
        return escalationId(SITE, { kind: 'alert', alertId: stableHash(`alert ${alert}`), firedAt: began?.time ?? 0 });
      });
      expect(new Set(floor.table.keys())).toEqual(new Set(ids));
      expect(floor.log.filter(({ type }) => type === 'escalation.started')).toHaveLength(ALERTS);

      const notices = floor.log.filter((event) => event.type === 'notice.requested');
      const noticeIds = notices.map(({ data }) => data.noticeId);
      expect(new Set(noticeIds).size).toBe(noticeIds.length);

      // After somebody took it, and until it was forgotten or put off, nobody is told of it.
      for (const id of ids) {
        let isTaken = false;
        let isOver = false;
        for (const event of floor.log) {
          if ('escalationId' in event.data && event.data.escalationId === id) {
            if (event.type === 'escalation.acknowledged') isTaken = true;
            if (event.type === 'escalation.ack-timed-out') isTaken = false;
            if (event.type === 'escalation.resolved') isOver = true;
          }
          if (event.type === 'notice.requested' && event.data.about.id === id) expect(isTaken || isOver).toBe(false);
        }
      }

      // Nothing is forgotten: each is with somebody, over, at its end with an owner, or has a moment ahead that is not long past.
      for (const [, { run, shown }] of floor.table) {
        if (run.dueAt !== null) expect(floor.now - run.dueAt).toBeLessThanOrEqual(4 * SWEEP_MS);
        else expect(['exhausted', 'resolved']).toContain(run.state);
        if (run.state === 'exhausted') expect(shown.owner).toBe('Ada');
      }
      // What is shown, and what a next owner would begin with, is what the table says.
      for (const [id, { run, shown }] of floor.table) {
        const row = floor.live.escalation.escalations.get(id);
        if (row === undefined) expect(run.state).toBe('resolved');
        else expect([row.state, row.dueAt, row.lap, row.owner]).toEqual([run.state, run.dueAt, run.lap, shown.owner]);
      }
      const saved: unknown = JSON.parse(JSON.stringify(encodeState(floor.live)));
      expect(hashState(decodeState(SITE, saved))).toBe(hashState(floor.live));

      expect(floor.lateness.length).toBeGreaterThan(ALERTS);
      for (const { lateMs, excusedMs } of floor.lateness) {
        // One sweep, and the two ticks of this simulation between looking and doing.
        expect(lateMs).toBeLessThanOrEqual(SWEEP_MS + 1_000 + excusedMs);
      }
      expect(takenAt.size).toBeGreaterThan(5);
    },
  );
});
