import type { DecidedBy } from '../alerts/events.ts';
import type { EventData } from '../events.ts';
import type { HandoverEventType } from './events.ts';
import { MAX_TRIED_AGENTS } from './events.ts';
import { HANDOVER_MACHINE, type HandoverInput, type HandoverRefusal, type HandoverState } from './handover-machine.ts';
import type { FallBack } from './policy.ts';

/** Nobody took it within this: it is over, and the escalation it began stands; ms. */
export const EXPIRE_AFTER_MS = 8 * 3_600_000;

/** The owner of the site gives up at the moment itself, because it knows who is around; whoever else finds it due waits this long; ms. */
export const GRACE_MS = 1_000;

/** Where one handover stands. Moments are epoch ms of the site's clock. */
export type HandoverRecord = {
  readonly id: string;
  readonly sessionId: string;
  readonly botId: string;
  readonly state: HandoverState;
  readonly offeredAt: number;
  readonly giveUpAt: number;
  readonly answerWithinMs: number;
  readonly fallBack: FallBack;
  readonly fallBackMessage?: string | undefined;
  readonly presentedTo: { readonly id: string; readonly name: string } | null;
  readonly attempt: number;
  /** Agents it was presented to, the latest last, or who see it since it fell back. */
  readonly agentIds: readonly string[];
  readonly owner: (DecidedBy & { readonly agentId: string | null }) | null;
  readonly acceptedAt: number | null;
  readonly endedAt: number | null;
  /** When time moves it by itself; `null` for never. */
  readonly dueAt: number | null;
  readonly isEscalated: boolean;
};

type Command<Kind extends HandoverInput, More = object> = { readonly kind: Kind } & More;
/** What somebody or something wants of a handover. */
export type HandoverCommand =
  | Command<'present', { readonly agentId: string; readonly agentName: string; readonly why: readonly string[] }>
  | Command<'accept', { readonly by: DecidedBy; readonly agentId: string | null; readonly how: 'console' | 'contact' }>
  | Command<'decline', { readonly by: DecidedBy; readonly reason: string }>
  | Command<'time-out'>
  | Command<'give-up', { readonly why: EventData['handover.fell-back']['why']; readonly agentIds: readonly string[] }>
  | Command<'hand-back', { readonly by: DecidedBy; readonly note: string | null }>
  | Command<'complete', { readonly by: DecidedBy | null; readonly note: string | null }>
  | Command<'leave', { readonly why: EventData['handover.left']['why'] }>
  | Command<'expire'>;

/** What happened, as it goes onto the log. */
export type HandoverSaying = {
  [K in HandoverEventType]: { readonly type: K; readonly data: EventData[K] };
}[HandoverEventType];

export type HandoverMove =
  | { readonly kind: 'moved'; readonly record: HandoverRecord; readonly said: HandoverSaying }
  | { readonly kind: 'refused'; readonly refusal: HandoverRefusal };

/** Carries a command out, or says why not. Pure; `now` is epoch ms of the site's clock. */
export function moveHandover(record: HandoverRecord, command: HandoverCommand, now: number): HandoverMove {
  const cell = HANDOVER_MACHINE[record.state][command.kind];
  if ('refused' in cell) return { kind: 'refused', refusal: cell.refused };
  const { said, ...change } = carryOut(record, command, now);
  const free = { presentedTo: null, dueAt: null };
  return { kind: 'moved', record: { ...record, ...free, ...change, state: cell.to }, said };
}

function carryOut(
  record: HandoverRecord,
  command: HandoverCommand,
  now: number,
): Partial<HandoverRecord> & { readonly said: HandoverSaying } {
  const handoverId = record.id;
  const { sessionId, botId } = record;
  const again = { dueAt: Math.max(now, record.giveUpAt) + GRACE_MS };
  switch (command.kind) {
    case 'present': {
      const { agentId, agentName, why } = command;
      const attempt = record.attempt + 1;
      const deadlineAt = now + record.answerWithinMs;
      const agentIds = [...record.agentIds.filter((id) => id !== agentId), agentId].slice(-MAX_TRIED_AGENTS);
      return {
        presentedTo: { id: agentId, name: agentName },
        attempt,
        agentIds,
        dueAt: deadlineAt,
        said: {
          type: 'handover.presented',
          data: { handoverId, agentId, agentName, attempt, deadlineAt, why: [...why] },
        },
      };
    }
    case 'accept': {
      const { by, agentId, how } = command;
      return {
        owner: { ...by, agentId },
        acceptedAt: now,
        said: {
          type: 'handover.accepted',
          data: { handoverId, sessionId, botId, by, agentId, how, responseMs: Math.max(0, now - record.offeredAt) },
        },
      };
    }
    case 'decline': {
      const agentId = presentedAgent(record);
      const data = { handoverId, agentId, reason: command.reason, by: command.by };
      return { ...again, said: { type: 'handover.declined', data } };
    }
    case 'time-out':
      return { ...again, said: { type: 'handover.timed-out', data: { handoverId, agentId: presentedAgent(record) } } };
    case 'give-up': {
      const agentIds = [...new Set([...record.agentIds, ...command.agentIds])].slice(-MAX_TRIED_AGENTS);
      return {
        agentIds,
        dueAt: now + EXPIRE_AFTER_MS,
        isEscalated: record.isEscalated || command.why === 'unanswered',
        said: {
          type: 'handover.fell-back',
          data: {
            handoverId,
            fallBack: record.fallBack,
            ...(record.fallBackMessage !== undefined && { message: record.fallBackMessage }),
            why: command.why,
            agentIds,
          },
        },
      };
    }
    case 'hand-back': {
      const { by, note } = command;
      return { endedAt: now, said: { type: 'handover.handed-back', data: { handoverId, sessionId, botId, by, note } } };
    }
    case 'complete':
      return {
        endedAt: now,
        said: { type: 'handover.completed', data: { handoverId, by: command.by, note: command.note } },
      };
    case 'leave':
      return { endedAt: now, said: { type: 'handover.left', data: { handoverId, why: command.why } } };
    case 'expire':
      return { endedAt: now, said: { type: 'handover.expired', data: { handoverId } } };
  }
}

function presentedAgent({ presentedTo }: HandoverRecord): string {
  if (presentedTo === null) throw new Error('a handover that is presented names its agent');
  return presentedTo.id;
}

/** What time alone wants of it when it is due; `null` where nothing. */
export function dueCommand(record: HandoverRecord): HandoverCommand | null {
  switch (record.state) {
    case 'offered':
      return { kind: 'give-up', why: 'unanswered', agentIds: [] };
    case 'presented':
      return { kind: 'time-out' };
    case 'fallen-back':
      return { kind: 'expire' };
    default:
      return null;
  }
}
