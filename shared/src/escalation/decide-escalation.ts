import type { Addressee } from '../access/addressee.ts';
import type { DecidedBy } from '../alerts/events.ts';
import {
  ESCALATION_MACHINE,
  type EscalationInputKind,
  type EscalationMove,
  type EscalationRefusal,
  type EscalationState,
} from './escalation-machine.ts';
import type { ToldCause } from './events.ts';
import { targetKey, type EscalationPolicy, type Rung, type SupportHours, type Target } from './policy.ts';
import { nextSupportAt } from './support-hours.ts';
import { asText, knownSentence } from '../words/say-notice.ts';
import type { SentenceOf } from '../words/sentences.ts';
import type { Sentence } from '../words/words.ts';

type Acknowledgement = { readonly by: DecidedBy; readonly at: number };

/** Everything that decides what becomes of one escalation next. Its path and rules are those of its start. Moments are epoch ms of the site's clock. */
export type EscalationRun = {
  readonly state: EscalationState;
  readonly dueAt: number | null;
  readonly lap: number;
  /** How many steps of the path were reached in this lap; the next is the one of this index. */
  readonly reached: number;
  readonly acknowledgements: readonly Acknowledgement[];
  readonly warRoom: boolean;
  readonly path: readonly Rung[];
  readonly acknowledgementsNeeded: number;
  readonly acknowledgeTimeoutMs: number | null;
  readonly supportHours: SupportHours | null;
  readonly owner: Target;
  readonly clocks: EscalationClocks;
};

/** What the severity matrix promises: taken by, and settled by; `null` for no promise. A clock that runs out moves the escalation on at once. */
export type EscalationClocks = { readonly acknowledgeBy: number | null; readonly resolveBy: number | null };

const NO_CLOCKS: EscalationClocks = { acknowledgeBy: null, resolveBy: null };

export type EscalationInput =
  | { readonly kind: 'start' | 'due' | 'ack-timeout' }
  | { readonly kind: 'acknowledge'; readonly by: DecidedBy; readonly note?: string }
  | { readonly kind: 'reassign'; readonly by: DecidedBy; readonly to: Addressee; readonly note?: string }
  | { readonly kind: 'snooze'; readonly by: DecidedBy; readonly until: number; readonly reason: string }
  | { readonly kind: 'resolve'; readonly by: DecidedBy; readonly reason: string }
  | { readonly kind: 'note'; readonly by: DecidedBy; readonly text: string }
  | { readonly kind: 'war-room'; readonly by: DecidedBy }
  | { readonly kind: 'source-settled'; readonly reason: string; readonly words?: Sentence };

/** People are to be told: `targets` of the path, or `to` whom it was given. `key` is unique within the escalation. */
export type Notify = {
  readonly key: string;
  readonly cause: ToldCause;
  readonly targets: readonly Target[];
  readonly to: Addressee | null;
};

/** What is to be done about a decision. After `withdraw` nothing asked for before may go out. */
export type EscalationEffect =
  | { readonly notify: Notify }
  | { readonly withdraw: SentenceOf }
  | { readonly wakeAt: number | null };

/** What is to be said of it, in order; an outcome that tells people names the key of its {@link Notify}. */
export type EscalationOutcome =
  | { readonly kind: 'step-reached'; readonly key: string; readonly rung: Rung }
  | { readonly kind: 'held' }
  | { readonly kind: 'acknowledged'; readonly by: DecidedBy; readonly note?: string }
  | { readonly kind: 'ack-timed-out'; readonly forgottenBy: readonly DecidedBy[] }
  | { readonly kind: 'reassigned'; readonly key: string; readonly by: DecidedBy; readonly note?: string }
  | { readonly kind: 'snoozed'; readonly by: DecidedBy; readonly reason: string }
  | { readonly kind: 'woken' }
  | { readonly kind: 'resolved'; readonly by: DecidedBy | null; readonly reason: string; readonly words?: Sentence }
  | { readonly kind: 'noted'; readonly by: DecidedBy; readonly text: string }
  | { readonly kind: 'war-room-called'; readonly key: string; readonly by: DecidedBy | null }
  | { readonly kind: 'exhausted'; readonly key: string };

export type EscalationDecision =
  | {
      readonly ok: true;
      readonly run: EscalationRun;
      readonly outcomes: readonly EscalationOutcome[];
      readonly effects: readonly EscalationEffect[];
    }
  | { readonly ok: false; readonly refusal: EscalationRefusal };

type Done = Extract<EscalationDecision, { ok: true }>;

/** A run that nothing was decided about yet. */
export function newRun(
  policy: EscalationPolicy,
  path: readonly Rung[],
  clocks: EscalationClocks = NO_CLOCKS,
): EscalationRun {
  return {
    state: 'requested',
    dueAt: null,
    lap: 1,
    reached: 0,
    acknowledgements: [],
    warRoom: policy.warRoom,
    path,
    acknowledgementsNeeded: policy.acknowledgementsNeeded,
    acknowledgeTimeoutMs: policy.acknowledgeTimeoutMs,
    supportHours: policy.supportHours ?? null,
    owner: policy.owner,
    clocks,
  };
}

/** The sooner of a moment and a clock that has not run out yet. */
function soonerOf(at: number, clock: number | null, now: number): number {
  return clock !== null && clock > now ? Math.min(at, clock) : at;
}

/** What becomes of an escalation by an input at a moment (epoch ms of the site's clock). Pure; the same twice is refused the second time. */
export function decideEscalation(run: EscalationRun, input: EscalationInput, now: number): EscalationDecision {
  const cell = ESCALATION_MACHINE[run.state][input.kind];
  if (typeof cell !== 'string') return { ok: false, refusal: cell.refuse };
  const isTimed = input.kind === 'due' || input.kind === 'ack-timeout';
  if (isTimed && (run.dueAt === null || now < run.dueAt)) return { ok: false, refusal: 'not-due' };
  const done = MOVES[cell](run, input, now);
  if (done === null) return { ok: false, refusal: 'already-acknowledged' };
  const wake: EscalationEffect[] = done.run.dueAt === run.dueAt ? [] : [{ wakeAt: done.run.dueAt }];
  return { ...done, effects: [...done.effects, ...wake] };
}

type Of<K extends EscalationInputKind> = Extract<EscalationInput, { kind: K }>;

/** The machine's table leads to each move with the inputs it is for, which the compiler cannot see. */
const MOVES: Record<EscalationMove, (run: EscalationRun, input: EscalationInput, now: number) => Done | null> = {
  begin: (run, _input, now) => reach(run, now),
  advance: (run, _input, now) => reach(run, now),
  'begin-anew': beginAnew,
  confirm: (run, input, now) => confirm(run, input as Of<'acknowledge'>, now),
  give: (run, input, now) => give(run, input as Of<'reassign'>, now),
  'put-off': (run, input) => putOff(run, input as Of<'snooze'>),
  remark: (run, input, now) => remark(run, input as Of<'note'>, now),
  'call-all': (run, input, now) => callAll({ ...run, lap: run.lap + 1 }, (input as Of<'war-room'>).by, now),
  end,
};

/** The next step of the path; the whole path at once in a war room; its owner when it is at its end. */
function reach(run: EscalationRun, now: number): Done {
  const rung = run.path[run.reached];
  if (rung === undefined) return exhaust(run);
  if (run.warRoom) return callAll(run, null, now);
  const openAt = run.supportHours === null ? now : nextSupportAt(run.supportHours, now);
  if (openAt > now) {
    return {
      ok: true,
      run: { ...run, state: 'waiting-for-hours', dueAt: openAt },
      outcomes: [{ kind: 'held' }],
      effects: [],
    };
  }
  const reached = run.reached + 1;
  const key = `${run.lap}-${reached}`;
  return {
    ok: true,
    run: {
      ...run,
      state: 'notifying',
      reached,
      // Nobody took it in the time that was promised: the next are told without waiting longer.
      dueAt: soonerOf(now + rung.waitMs, run.clocks.acknowledgeBy, now),
    },
    outcomes: [{ kind: 'step-reached', key, rung }],
    effects: [{ notify: { key, cause: 'step', targets: rung.targets, to: null } }],
  };
}

function exhaust(run: EscalationRun): Done {
  const key = `${run.lap}-owner`;
  return {
    ok: true,
    run: { ...run, state: 'exhausted', dueAt: null },
    outcomes: [{ kind: 'exhausted', key }],
    effects: [{ notify: { key, cause: 'exhausted', targets: [run.owner], to: null } }],
  };
}

function callAll(run: EscalationRun, by: DecidedBy | null, now: number): Done {
  const key = `${run.lap}-all`;
  const targets = new Map<string, Target>();
  for (const rung of run.path) for (const target of rung.targets) targets.set(targetKey(target), target);
  const waitMs = run.path.at(-1)?.waitMs ?? 0;
  return {
    ok: true,
    run: {
      ...run,
      state: 'notifying',
      warRoom: true,
      acknowledgements: [],
      reached: run.path.length,
      dueAt: now + waitMs,
    },
    outcomes: [{ kind: 'war-room-called', key, by }],
    effects: [{ notify: { key, cause: 'war-room', targets: [...targets.values()], to: null } }],
  };
}

/** Forgotten after it was acknowledged, or snoozed long enough: from the first step again. */
function beginAnew(run: EscalationRun, input: EscalationInput, now: number): Done {
  const again = reach({ ...run, lap: run.lap + 1, reached: 0, acknowledgements: [] }, now);
  const before: EscalationOutcome =
    input.kind === 'ack-timeout'
      ? { kind: 'ack-timed-out', forgottenBy: run.acknowledgements.map(({ by }) => by) }
      : { kind: 'woken' };
  return { ...again, outcomes: [before, ...again.outcomes] };
}

/** `null` where the same person has acknowledged already. */
function confirm(run: EscalationRun, { by, note }: Of<'acknowledge'>, now: number): Done | null {
  if (run.acknowledgements.some((one) => one.by.id === by.id)) return null;
  const acknowledgements = [...run.acknowledgements, { by, at: now }];
  const isEnough = acknowledgements.length >= run.acknowledgementsNeeded;
  return {
    ok: true,
    run: isEnough
      ? { ...run, acknowledgements, state: 'acknowledged', dueAt: forgottenAt(run, now) }
      : { ...run, acknowledgements },
    outcomes: [{ kind: 'acknowledged', by, ...(note !== undefined && { note }) }],
    effects: isEnough ? [{ withdraw: { key: 'settled.acknowledged', values: { name: by.name } } }] : [],
  };
}

/** When one that was acknowledged counts as forgotten: after the policy's time, or when it should have been settled; `null` for never. */
function forgottenAt({ acknowledgeTimeoutMs, clocks }: EscalationRun, now: number): number | null {
  const at = soonerOf(acknowledgeTimeoutMs === null ? Infinity : now + acknowledgeTimeoutMs, clocks.resolveBy, now);
  return at === Infinity ? null : at;
}

/** Given to somebody: they have as long as the step it is at; then the path goes on from there. */
function give(run: EscalationRun, { by, to, note }: Of<'reassign'>, now: number): Done {
  const lap = run.lap + 1;
  const key = `${lap}-given`;
  const waitMs = run.path[Math.max(0, run.reached - 1)]?.waitMs ?? 0;
  return {
    ok: true,
    run: { ...run, lap, state: 'notifying', acknowledgements: [], dueAt: now + waitMs },
    outcomes: [{ kind: 'reassigned', key, by, ...(note !== undefined && { note }) }],
    effects: [
      { withdraw: { key: 'settled.given-on', values: { name: by.name } } },
      { notify: { key, cause: 'reassigned', targets: [], to } },
    ],
  };
}

function putOff(run: EscalationRun, { by, until, reason }: Of<'snooze'>): Done {
  return {
    ok: true,
    run: { ...run, state: 'snoozed', acknowledgements: [], dueAt: until },
    outcomes: [{ kind: 'snoozed', by, reason }],
    effects: [{ withdraw: { key: 'settled.snoozed', values: { name: by.name } } }],
  };
}

/** A note by whoever takes care of it is a sign of life: their time runs anew. */
function remark(run: EscalationRun, { by, text }: Of<'note'>, now: number): Done {
  const isAlive = run.state === 'acknowledged' && run.acknowledgements.some((one) => one.by.id === by.id);
  return {
    ok: true,
    run: isAlive ? { ...run, dueAt: forgottenAt(run, now) } : run,
    outcomes: [{ kind: 'noted', by, text }],
    effects: [],
  };
}

function end(run: EscalationRun, input: EscalationInput): Done {
  const by = input.kind === 'resolve' ? input.by : null;
  const reason = input.kind === 'resolve' || input.kind === 'source-settled' ? input.reason : '';
  const words = input.kind === 'source-settled' ? input.words : undefined;
  return {
    ok: true,
    run: { ...run, state: 'resolved', dueAt: null },
    outcomes: [{ kind: 'resolved', by, reason, ...(words !== undefined && { words }) }],
    effects: [{ withdraw: (words && knownSentence(words)) ?? asText(reason) }],
  };
}
