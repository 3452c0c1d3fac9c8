import type { Addressee } from '../access/addressee.ts';
import type { DecidedBy } from '../alerts/events.ts';
import type { Impact } from '../escalation/events.ts';
import type { Agreement, Department } from './department.ts';
import type { HandoffMove } from './events.ts';
import { evolveHandoff } from './evolve-handoff.ts';
import {
  isOpen,
  MAX_DOCUMENTS,
  MAX_MOVES,
  MAX_PAUSES,
  missingDocuments,
  type Handoff,
  type HandoffOwner,
} from './handoff.ts';
import { HANDOFF_MACHINE, isRefused, type HandoffInput, type HandoffRefusal } from './handoff-machine.ts';
import type { ChosenPause } from './pause.ts';
import { passedMs, reckonHandoff } from './reckon-handoff.ts';

/** What somebody wants to do with a handoff; `wake` is the clock alone. */
export type HandoffCommand =
  | { readonly kind: 'accept'; readonly owner: HandoffOwner }
  | { readonly kind: 'assign'; readonly owner: HandoffOwner; readonly note?: string | undefined }
  | {
      readonly kind: 'pause';
      readonly reason: ChosenPause;
      readonly note?: string | undefined;
      readonly until?: number | undefined;
    }
  | { readonly kind: 'resume' }
  | { readonly kind: 'ask-documents'; readonly documents: readonly string[]; readonly note?: string | undefined }
  | { readonly kind: 'give-document'; readonly document: string; readonly reference: string }
  | { readonly kind: 'return'; readonly reason: string }
  | { readonly kind: 'send-again'; readonly note?: string | undefined }
  | { readonly kind: 'complete'; readonly note?: string | undefined }
  | { readonly kind: 'cancel'; readonly reason: string }
  | { readonly kind: 'note'; readonly text: string }
  | { readonly kind: 'wake' };

/** What else the decision rests on. `now` is epoch ms of the site's clock. */
export type HandoffContext = {
  readonly now: number;
  readonly by: DecidedBy;
  readonly department: Department;
  readonly hoursVersion: number;
  readonly agreement: Agreement | null;
};

/** What is to be done beside writing the moves down. */
export type HandoffEffect =
  | {
      readonly kind: 'notify';
      readonly noticeId: string;
      readonly to: readonly Addressee[];
      readonly urgency: 'page' | 'inform';
      readonly about: HandoffNews;
    }
  | { readonly kind: 'withdraw-notices' }
  | {
      readonly kind: 'escalate';
      readonly requestId: string;
      readonly impact: Impact;
      readonly why: 'broken-by' | 'not-accepted-by';
    }
  | { readonly kind: 'withdraw-escalation'; readonly requestId: string }
  | { readonly kind: 'wake-at'; readonly at: number | null };
export type HandoffNews =
  | 'opened'
  | 'assigned'
  | 'returned'
  | 'excepted'
  | 'acceptance-warned'
  | 'acceptance-missed'
  | 'warned'
  | 'breached';

export type HandoffDecision =
  | {
      readonly ok: true;
      readonly handoff: Handoff;
      readonly moves: readonly HandoffMove[];
      readonly effects: readonly HandoffEffect[];
    }
  | {
      readonly ok: false;
      readonly refusal: HandoffRefusal | 'too-many-moves' | 'too-many-documents' | 'until-is-past';
    };

/** Under whose name the clock speaks. */
export const HANDOFF_CLOCK: DecidedBy = { id: 'floorwalk', name: 'Floorwalk' };

/** Each time it waits is asked for on its own. */
const acceptanceIdOf = ({ id, bounceCount }: Handoff): string => `handoff-${id}-not-accepted-${bounceCount}`;
export const escalationIdOf = (handoffId: string): string => `handoff-${handoffId}-breached`;

/**
 * What becomes of a handoff by a command at a moment: the moves for the log, and what else is to be done, as data. First comes what the clock had
 * to say before (a warning, a breach that nobody noticed yet), so that whoever is late is late on the record.
 */
export function decideHandoff(handoff: Handoff, command: HandoffCommand, context: HandoffContext): HandoffDecision {
  const run: Run = { handoff, moves: [], effects: [], context };
  if (
    handoff.moveCount >= MAX_MOVES &&
    command.kind !== 'complete' &&
    command.kind !== 'cancel' &&
    command.kind !== 'wake'
  )
    return { ok: false, refusal: 'too-many-moves' };
  if (isOpen(handoff)) runClock(run);
  const refusal = command.kind === 'wake' ? null : carryOut(run, command);
  if (refusal !== null) return { ok: false, refusal };
  const { wakeAt } = reckonHandoff(run.handoff, context.department.calendar);
  run.effects.push({ kind: 'wake-at', at: wakeAt });
  return { ok: true, handoff: run.handoff, moves: run.moves, effects: run.effects };
}

type Run = {
  handoff: Handoff;
  readonly moves: HandoffMove[];
  readonly effects: HandoffEffect[];
  readonly context: HandoffContext;
};

function move(run: Run, one: HandoffMove): void {
  run.handoff = evolveHandoff(run.handoff, one, run.context.now);
  run.moves.push(one);
}

/** What the machine says to an input. */
const next = ({ state }: Handoff, input: HandoffInput) => HANDOFF_MACHINE[state][input];

function runClock(run: Run): void {
  const { now, department } = run.context;
  const by = HANDOFF_CLOCK;
  const handoffId = run.handoff.id;
  const until = run.handoff.pauses.find(({ to }) => to === null)?.until ?? null;
  if (until !== null && until <= now) {
    const to = next(run.handoff, shortOrNot(run.handoff, 'resume', 'resume-short'));
    if (!isRefused(to))
      move(run, { type: 'handoff.resumed', data: { handoffId, by, at: until, waits: to === 'waiting-for-documents' } });
  }
  runAcceptance(run);
  const { warnAt, dueAt } = reckonHandoff(run.handoff, department.calendar);
  const isDue = dueAt !== null && dueAt <= now && run.handoff.breachedAt === null;
  const isWarned = run.handoff.warnedAt !== null || isDue;
  if (!isWarned && warnAt !== null && warnAt <= now && dueAt !== null && !isRefused(next(run.handoff, 'warn'))) {
    move(run, { type: 'handoff.warned', data: { handoffId, by, dueAt } });
    notify(run, 'warned', 'inform', [run.handoff.owner.to, department.exceptionOwner.to]);
  }
  const breached = next(run.handoff, 'breach');
  if (!isDue || dueAt === null || isRefused(breached)) return;
  move(run, { type: 'handoff.breached', data: { handoffId, by, dueAt } });
  if (breached === 'excepted' && run.handoff.state !== 'excepted') except(run, 'not-accepted');
  notify(run, 'breached', 'page', [run.handoff.owner.to, ...whoHearsOfBroken(run)]);
  escalate(run, escalationIdOf(handoffId), 'broken-by');
}

/** Nobody has accepted it: a warning, and then it falls to the exception owner and is escalated. */
function runAcceptance(run: Run): void {
  const { now, department } = run.context;
  const { id: handoffId, owner, acceptWarnedAt } = run.handoff;
  const by = HANDOFF_CLOCK;
  const { acceptWarnAt, acceptDueAt: dueAt } = reckonHandoff(run.handoff, department.calendar);
  if (dueAt === null) return;
  if (dueAt <= now && !isRefused(next(run.handoff, 'accept-miss'))) {
    move(run, { type: 'handoff.acceptance-missed', data: { handoffId, by, dueAt } });
    except(run, 'not-accepted');
    notify(run, 'acceptance-missed', 'page', [owner.to, ...whoHearsOfBroken(run)]);
    escalate(run, acceptanceIdOf(run.handoff), 'not-accepted-by');
  } else if (acceptWarnedAt === null && acceptWarnAt !== null && acceptWarnAt <= now) {
    if (isRefused(next(run.handoff, 'accept-warn'))) return;
    move(run, { type: 'handoff.acceptance-warned', data: { handoffId, by, dueAt } });
    notify(run, 'acceptance-warned', 'inform', [owner.to, department.exceptionOwner.to]);
  }
}

function whoHearsOfBroken({ context }: Run): Addressee[] {
  return [context.department.exceptionOwner, ...(context.agreement?.escalationContacts ?? [])].map(({ to }) => to);
}

function escalate(run: Run, requestId: string, why: 'broken-by' | 'not-accepted-by'): void {
  run.effects.push({ kind: 'escalate', requestId, impact: run.context.agreement?.impact ?? 'medium', why });
}

/** Somebody has taken it up after all. */
function settleAcceptance(run: Run, before: Handoff): void {
  if (before.acceptMissedAt == null || before.acceptedAt !== null) return;
  run.effects.push({ kind: 'withdraw-escalation', requestId: acceptanceIdOf(before) });
}

function except(run: Run, why: 'bounce-limit' | 'not-accepted', reason?: string): void {
  const owner = run.context.department.exceptionOwner;
  const by = why === 'bounce-limit' ? run.context.by : HANDOFF_CLOCK;
  move(run, {
    type: 'handoff.excepted',
    data: { handoffId: run.handoff.id, by, owner, why, ...(reason !== undefined && { reason }) },
  });
  if (why === 'bounce-limit') notify(run, 'excepted', 'page', [owner.to]);
}

/** What shows that somebody has it in hand. */
const TAKES_UP: ReadonlySet<HandoffCommand['kind']> = new Set(['accept', 'assign', 'return', 'complete', 'cancel']);

/** Carries a command out; answers why not, where the machine refuses it. */
function carryOut(
  run: Run,
  command: Exclude<HandoffCommand, { kind: 'wake' }>,
): Extract<HandoffDecision, { ok: false }>['refusal'] | null {
  const { handoff, context } = run;
  const { now, by } = context;
  if (TAKES_UP.has(command.kind) && !isRefused(next(handoff, inputOf(handoff, command))))
    settleAcceptance(run, handoff);
  const at = { handoffId: handoff.id, by };
  const to = next(handoff, inputOf(handoff, command));
  if (isRefused(to)) return to;
  const waits = to === 'waiting-for-documents';
  switch (command.kind) {
    case 'accept':
      move(run, { type: 'handoff.accepted', data: { ...at, owner: command.owner, waits } });
      // Before anything the clock has just asked for: that still stands.
      run.effects.unshift({ kind: 'withdraw-notices' });
      return null;
    case 'assign':
      move(run, { type: 'handoff.assigned', data: { ...at, owner: command.owner, ...noteOf(command.note) } });
      notify(run, 'assigned', 'inform', [command.owner.to]);
      return null;
    case 'pause': {
      if (handoff.pauses.length >= MAX_PAUSES) return 'too-many-moves';
      const { reason, until } = command;
      if (until !== undefined && until <= now) return 'until-is-past';
      const more = { ...noteOf(command.note), ...(until !== undefined && { until }) };
      move(run, { type: 'handoff.paused', data: { ...at, reason, ...more } });
      return null;
    }
    case 'resume':
      move(run, { type: 'handoff.resumed', data: { ...at, at: now, waits } });
      return null;
    case 'ask-documents': {
      const names = new Set([...handoff.documents.map(({ name }) => name), ...command.documents]);
      if (names.size > MAX_DOCUMENTS) return 'too-many-documents';
      const documents = [...new Set(command.documents)];
      move(run, { type: 'handoff.documents-asked', data: { ...at, documents, ...noteOf(command.note) } });
      return null;
    }
    case 'give-document': {
      const isNew = handoff.documents.every(({ name }) => name !== command.document);
      if (isNew && handoff.documents.length >= MAX_DOCUMENTS) return 'too-many-documents';
      const { document, reference } = command;
      move(run, { type: 'handoff.document-given', data: { ...at, document, reference } });
      return null;
    }
    case 'return': {
      if (to === 'excepted') {
        except(run, 'bounce-limit', command.reason);
        return null;
      }
      const { sender: owner, bounceCount } = handoff;
      const back = { reason: command.reason, owner, bounceCount: bounceCount + 1 };
      move(run, { type: 'handoff.returned', data: { ...at, ...back } });
      notify(run, 'returned', 'inform', [owner.to]);
      return null;
    }
    case 'send-again': {
      const owner = intakeOf(context.department);
      move(run, { type: 'handoff.sent-again', data: { ...at, owner, ...noteOf(command.note) } });
      notify(run, 'opened', 'inform', [owner.to]);
      return null;
    }
    case 'complete':
      move(run, { type: 'handoff.completed', data: { ...at, ...endOf(run), ...noteOf(command.note) } });
      settle(run);
      return null;
    case 'cancel':
      move(run, { type: 'handoff.cancelled', data: { ...at, ...endOf(run), reason: command.reason } });
      settle(run);
      return null;
    case 'note':
      move(run, { type: 'handoff.noted', data: { ...at, text: command.text } });
      return null;
  }
}

/** The input of the machine that a command is, by what the handoff is. */
function inputOf(handoff: Handoff, command: Exclude<HandoffCommand, { kind: 'wake' }>): HandoffInput {
  switch (command.kind) {
    case 'accept':
      return shortOrNot(handoff, 'accept', 'accept-short');
    case 'resume':
      return shortOrNot(handoff, 'resume', 'resume-short');
    case 'complete':
      return missingDocuments(handoff).length > 0 ? 'complete-short' : 'complete';
    case 'return':
      return handoff.bounceCount >= handoff.bounceLimit ? 'return-over-limit' : 'return';
    case 'give-document':
      return missingDocuments(handoff).some((name) => name !== command.document)
        ? 'give-document'
        : 'give-last-document';
    default:
      return command.kind;
  }
}

function shortOrNot<T extends HandoffInput>(handoff: Handoff, whole: T, short: T): T {
  return handoff.missingDocuments === 'pause-clock' && missingDocuments(handoff).length > 0 ? short : whole;
}

function settle(run: Run): void {
  run.effects.push({ kind: 'withdraw-notices' });
  if (run.handoff.breachedAt !== null)
    run.effects.push({ kind: 'withdraw-escalation', requestId: escalationIdOf(run.handoff.id) });
}

function endOf({ handoff, context }: Run): { readonly countedMs: number; readonly hoursVersion: number } {
  return {
    countedMs: passedMs(handoff, context.department.calendar, context.now),
    hoursVersion: context.hoursVersion,
  };
}

function notify(run: Run, about: HandoffNews, urgency: 'page' | 'inform', to: readonly Addressee[]): void {
  const { id, moveCount } = run.handoff;
  const unique = [...new Map(to.map((one) => [JSON.stringify(one), one])).values()];
  run.effects.push({ kind: 'notify', noticeId: `handoff-${id}-${about}-${moveCount}`, to: unique, urgency, about });
}

const noteOf = (note: string | undefined) => (note === undefined ? {} : { note });

/** Who holds what comes in until somebody accepts it. */
export const intakeOf = ({ intake, exceptionOwner }: Department): HandoffOwner => intake ?? exceptionOwner;
