import type { DecidedBy } from '../alerts/events.ts';
import { answerMove, closeAnswers, type MoveAnswer } from './answer-move.ts';
import { IS_OFFERED, type Surge, type SurgeEffect, type SurgeMove } from './surge.ts';
import type { SurgeStepType } from './events.ts';
import { SURGE_MACHINE, type SurgeInput, type SurgeRefusal } from './surge-machine.ts';
import type { SurgePolicy } from './surge-policy.ts';

/** What somebody (or the clock) asks of a surge. */
export type SurgeCommand =
  | {
      readonly input: 'request';
      readonly by: DecidedBy;
      readonly moveIds: readonly string[];
      readonly note: string | null;
    }
  | { readonly input: 'approve'; readonly by: DecidedBy; readonly note: string | null }
  | { readonly input: 'decline'; readonly by: DecidedBy; readonly note: string }
  | { readonly input: 'cancel'; readonly by: DecidedBy; readonly note: string }
  | (MoveAnswer & { readonly input: 'answer'; readonly moveId: string })
  /** `sites` are the other sites of this installation: they can be asked here. */
  | { readonly input: 'due'; readonly sites?: ReadonlySet<string> }
  | { readonly input: 'gap-closed' }
  | { readonly input: 'measure'; readonly effect: SurgeEffect };

/** What a decision entails beside the surge's new state. The surge's own `dueAt` says when it wants to be woken. */
export type SurgeEffects = {
  /** Whom it concerns now. */
  readonly notify: 'requesters' | 'approvers' | 'requester' | 'agents' | 'everybody-in-it' | null;
  /** Moves to put in force, and to take back. */
  readonly apply: readonly string[];
  readonly takeBack: readonly string[];
  /** What came of it is to be counted: its time is over. */
  readonly measure: boolean;
};

export type SurgeDecision =
  | { readonly ok: true; readonly surge: Surge; readonly type: SurgeStepType; readonly effects: SurgeEffects }
  | {
      readonly ok: false;
      readonly refusal:
        | SurgeRefusal
        | 'own-request'
        | 'no-such-move'
        | 'illegal-move'
        | 'no-moves'
        | 'answered-already';
      readonly move?: SurgeMove;
    };

const NOTHING: SurgeEffects = { notify: null, apply: [], takeBack: [], measure: false };

/**
 * The next state of a surge, with what it entails as data, or a refusal with its reason. `now` is epoch ms of the site's clock. Nobody approves what
 * they asked for themselves.
 */
export function decideSurge(surge: Surge, command: SurgeCommand, now: number, policy: SurgePolicy): SurgeDecision {
  switch (command.input) {
    case 'request':
      return request(surge, command, now);
    case 'approve':
      return decideRequest(surge, command, now, 'approve');
    case 'decline':
      return decideRequest(surge, command, now, 'decline');
    case 'cancel':
      return cancel(surge, command, now);
    case 'answer':
      return answer(surge, command, now, policy);
    case 'gap-closed':
      return gapClosed(surge, now);
    case 'due':
      return due(surge, now, policy, command.sites ?? new Set());
    case 'measure':
      return measure(surge, command.effect, now);
  }
}

function refusalOf(surge: Surge, input: SurgeInput): SurgeRefusal | null {
  const cell = SURGE_MACHINE[surge.state][input];
  return 'refusal' in cell ? cell.refusal : null;
}

/** The surge in the state the machine names. */
function moved(surge: Surge, input: SurgeInput, change: Partial<Surge>): Surge {
  const cell = SURGE_MACHINE[surge.state][input];
  if ('refusal' in cell) throw new Error(`${input} in ${surge.state} is refused and cannot be carried out`);
  return { ...surge, ...change, state: cell.to };
}

function request(surge: Surge, command: Extract<SurgeCommand, { input: 'request' }>, now: number): SurgeDecision {
  const refusal = refusalOf(surge, 'request');
  if (refusal !== null) return { ok: false, refusal };
  if (command.moveIds.length === 0) return { ok: false, refusal: 'no-moves' };
  const chosen = new Set(command.moveIds);
  for (const id of chosen) {
    const move = surge.moves.find((one) => one.id === id);
    if (move === undefined) return { ok: false, refusal: 'no-such-move' };
    if (move.refusal !== null) return { ok: false, refusal: 'illegal-move', move };
  }
  const next = moved(surge, 'request', {
    moves: surge.moves.map((move) => ({ ...move, isChosen: chosen.has(move.id) })),
    requested: { by: command.by, at: now, note: command.note },
    dueAt: surge.endsAt,
  });
  return { ok: true, surge: next, type: 'surge.requested', effects: { ...NOTHING, notify: 'approvers' } };
}

function decideRequest(
  surge: Surge,
  command: Extract<SurgeCommand, { input: 'approve' | 'decline' }>,
  now: number,
  input: 'approve' | 'decline',
): SurgeDecision {
  const refusal = refusalOf(surge, input);
  if (refusal !== null) return { ok: false, refusal };
  if (input === 'approve' && surge.requested?.by.id === command.by.id) return { ok: false, refusal: 'own-request' };
  const next = moved(surge, input, {
    decided: { by: command.by, at: now, note: command.note },
    // Approved, it goes on at once; declined, nothing is due any more.
    dueAt: input === 'approve' ? now : null,
    ...(input === 'decline' && { endedAt: now }),
  });
  const type = input === 'approve' ? 'surge.approved' : 'surge.declined';
  return { ok: true, surge: next, type, effects: { ...NOTHING, notify: 'requester' } };
}

function cancel(surge: Surge, command: Extract<SurgeCommand, { input: 'cancel' }>, now: number): SurgeDecision {
  const refusal = refusalOf(surge, 'cancel');
  if (refusal !== null) return { ok: false, refusal };
  const ending = { cause: 'cancelled' as const, by: command.by, at: now, note: command.note };
  if (surge.state === 'active') return giveBack(surge, 'cancel', ending, now);
  const next = moved(surge, 'cancel', { ending, endedAt: now, dueAt: null });
  const notify = surge.state === 'proposed' ? null : 'everybody-in-it';
  return { ok: true, surge: next, type: 'surge.cancelled', effects: { ...NOTHING, notify } };
}

type AnswerCommand = Extract<SurgeCommand, { input: 'answer' }>;

function answer(surge: Surge, command: AnswerCommand, now: number, policy: SurgePolicy): SurgeDecision {
  const refusal = refusalOf(surge, 'answer');
  if (refusal !== null) return { ok: false, refusal };
  const move = surge.moves.find((one) => one.id === command.moveId && one.isChosen);
  if (move === undefined) return { ok: false, refusal: 'no-such-move' };
  const isOfSite = move.siteId !== undefined && command.helperId === undefined;
  const said = answerMove(move, command, now);
  if (typeof said === 'string') return { ok: false, refusal: said };
  // Who asked for the help of another site does not grant it there.
  if (isOfSite && surge.requested?.by.id === command.by.id) return { ok: false, refusal: 'own-request' };
  const moves = surge.moves.map((one) => (one === move ? said : one));
  const isSettled = moves.every((one) => one.answer !== 'open');
  // Whom the other site names has as long to answer as anybody who is asked.
  const askedAnew = isOfSite && said.answer === 'open' ? answerTime(surge, now, policy) : 0;
  const answerBy = Math.max(surge.answerBy ?? 0, askedAnew);
  const next = moved(surge, 'answer', { moves, answerBy, dueAt: isSettled ? now : answerBy });
  return { ok: true, surge: next, type: 'surge.answered', effects: NOTHING };
}

function gapClosed(surge: Surge, now: number): SurgeDecision {
  if (surge.gapClosedAt !== null) return { ok: false, refusal: 'over' };
  const refusal = refusalOf(surge, 'gap-closed');
  const ending = { cause: 'gap-closed' as const, by: null, at: now, note: null };
  if (refusal !== null || surge.state === 'returning') {
    // It is over already; now its gap is too, and the next one may speak.
    const next = { ...surge, gapClosedAt: now };
    return { ok: true, surge: next, type: 'surge.gap-closed', effects: NOTHING };
  }
  if (surge.state === 'active') return giveBack({ ...surge, gapClosedAt: now }, 'gap-closed', ending, now);
  const next = moved(surge, 'gap-closed', { ending, endedAt: now, gapClosedAt: now, dueAt: null });
  const notify = surge.state === 'proposed' ? null : 'everybody-in-it';
  return { ok: true, surge: next, type: 'surge.expired', effects: { ...NOTHING, notify } };
}

/** What becomes of it by time alone. */
function due(surge: Surge, now: number, policy: SurgePolicy, sites: ReadonlySet<string>): SurgeDecision {
  if (surge.dueAt === null || surge.dueAt > now) return { ok: false, refusal: 'over' };
  switch (surge.state) {
    case 'proposed':
    case 'requested':
      return fail(surge, 'due', 'not-decided', now);
    case 'approved':
      return offer(surge, now, policy, sites);
    case 'offered':
      return settle(surge, now);
    case 'active':
      return giveBack(surge, 'due', { cause: 'end-time', by: null, at: now, note: null }, now);
    case 'returning':
      return { ok: true, surge, type: 'surge.ended', effects: { ...NOTHING, measure: true } };
    default:
      return { ok: false, refusal: 'over' };
  }
}

function offer(surge: Surge, now: number, policy: SurgePolicy, sites: ReadonlySet<string>): SurgeDecision {
  const answerBy = answerTime(surge, now, policy);
  const moves = surge.moves.map((move): SurgeMove => {
    // A site of somewhere else is asked by whoever approves, and counts as told.
    const canAsk = move.siteId === undefined ? move.agentId !== null : sites.has(move.siteId);
    return move.isChosen && canAsk && IS_OFFERED[move.kind] ? { ...move, answer: 'open' } : move;
  });
  const isAnyAsked = moves.some((move) => move.answer === 'open');
  const next = moved(surge, 'offer', {
    moves,
    offeredAt: now,
    answerBy,
    dueAt: isAnyAsked ? answerBy : Math.max(now, surge.startsAt),
  });
  return { ok: true, surge: next, type: 'surge.offered', effects: { ...NOTHING, notify: 'agents' } };
}

/** Until when who is asked now may answer: those who agree wait for the others, and half of the window is to be left for them to help in. */
function answerTime({ startsAt, endsAt }: Surge, now: number, { answerWithinMs }: SurgePolicy): number {
  return Math.min(now + answerWithinMs, Math.max(startsAt, Math.floor(now + (endsAt - now) / 2)));
}

function settle(surge: Surge, now: number): SurgeDecision {
  const moves = surge.moves.map(closeAnswers);
  if (now >= surge.endsAt) return fail({ ...surge, moves }, 'fail', 'nobody-accepted', now);
  const coming = moves.filter(isComing);
  if (coming.length === 0) return fail({ ...surge, moves }, 'fail', 'nobody-accepted', now);
  if (now < surge.startsAt) {
    const next = moved({ ...surge, moves }, 'offer', { dueAt: surge.startsAt });
    return { ok: true, surge: next, type: 'surge.answered', effects: NOTHING };
  }
  const next = moved({ ...surge, moves }, 'settle', { activeAt: now, dueAt: surge.endsAt });
  const apply = coming.map(({ id }) => id);
  return { ok: true, surge: next, type: 'surge.activated', effects: { ...NOTHING, notify: 'everybody-in-it', apply } };
}

/** A move that was asked for and that nobody stands against. */
export function isComing({ isChosen, answer: given }: SurgeMove): boolean {
  return isChosen && (given === 'yes' || given === 'not-asked');
}

function fail(
  surge: Surge,
  input: 'due' | 'fail',
  cause: 'not-decided' | 'nobody-accepted',
  now: number,
): SurgeDecision {
  const ending = { cause, by: null, at: now, note: null };
  const next = moved(surge, input, { ending, endedAt: now, dueAt: null });
  const notify = surge.state === 'proposed' ? null : 'everybody-in-it';
  return { ok: true, surge: next, type: 'surge.expired', effects: { ...NOTHING, notify } };
}

function giveBack(
  surge: Surge,
  input: 'cancel' | 'gap-closed' | 'due',
  ending: NonNullable<Surge['ending']>,
  now: number,
): SurgeDecision {
  // What came of it is counted when as much time has passed as the shortest span that says anything: one interval.
  const next = moved(surge, input, { ending, returnedAt: now, dueAt: now + surge.gap.intervalMs });
  const takeBack = surge.moves.filter((move) => move.outcome === 'applied').map(({ id }) => id);
  return {
    ok: true,
    surge: next,
    type: 'surge.returning',
    effects: { ...NOTHING, notify: 'everybody-in-it', takeBack },
  };
}

function measure(surge: Surge, effect: SurgeEffect, now: number): SurgeDecision {
  const refusal = refusalOf(surge, 'measure');
  if (refusal !== null) return { ok: false, refusal };
  const next = moved(surge, 'measure', { effect, endedAt: now, dueAt: null });
  return { ok: true, surge: next, type: 'surge.ended', effects: { ...NOTHING, notify: 'requester' } };
}
