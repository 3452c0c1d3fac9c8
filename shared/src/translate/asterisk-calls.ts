import type { AsteriskMembers } from './asterisk-members.ts';
import { label, readNumber, type QueueLogLine, type Say, type Understood } from './asterisk-line.ts';

export type AsteriskCalls = {
  readonly knows: (verb: string) => boolean;
  readonly understand: (line: QueueLogLine, say: Say) => Understood;
};

/** Where a call of the log is. A call the log never let in (it began earlier) is `unseen`; what it says of it is still passed on. */
type CallState = 'unseen' | 'waiting' | 'answered' | 'ended';
type Call = { state: CallState; queuedAt: number; queueId: string };

type Verb =
  | 'ENTERQUEUE'
  | 'RINGNOANSWER'
  | 'RINGCANCELED'
  | 'AGENTDUMP'
  | 'CONNECT'
  | 'COMPLETEAGENT'
  | 'COMPLETECALLER'
  | 'TRANSFER'
  | 'BLINDTRANSFER'
  | 'ATTENDEDTRANSFER'
  | 'ABANDON'
  | 'EXITWITHTIMEOUT'
  | 'EXITEMPTY'
  | 'EXITWITHKEY'
  | 'SYSCOMPAT'
  | 'QUEUESTART';

/** What a verb does to a call in the queue: rings at a member, ends its wait, ends it as a whole. */
const ACTS = {
  ENTERQUEUE: 'enter',
  RINGNOANSWER: 'ring',
  RINGCANCELED: 'ring',
  AGENTDUMP: 'ring',
  CONNECT: 'answer',
  COMPLETEAGENT: 'complete',
  COMPLETECALLER: 'complete',
  TRANSFER: 'transfer',
  BLINDTRANSFER: 'transfer',
  ATTENDEDTRANSFER: 'transfer',
  ABANDON: 'leave',
  EXITWITHTIMEOUT: 'leave',
  EXITEMPTY: 'leave',
  EXITWITHKEY: 'leave',
  SYSCOMPAT: 'leave',
  QUEUESTART: 'restart',
} as const satisfies Record<Verb, string>;
type Act = (typeof ACTS)[Verb];

/** Whether an act is heard in a state; the others say something about a call that is over or not there yet. */
const IS_HEARD: Record<CallState, Record<Act, boolean>> = {
  unseen: { enter: true, ring: true, answer: true, complete: true, transfer: true, leave: true, restart: true },
  waiting: { enter: true, ring: true, answer: true, complete: false, transfer: false, leave: true, restart: true },
  answered: { enter: true, ring: false, answer: false, complete: true, transfer: true, leave: false, restart: true },
  ended: { enter: true, ring: false, answer: false, complete: false, transfer: false, leave: false, restart: false },
};

/** Ended calls that are remembered, so that what a phone reports late is not taken for a new call. */
const ENDED_REMEMBERED = 10_000;
/** Calls without a name of their own. */
const NAMELESS = new Set(['NONE', 'REALTIME', 'MANAGER', 'CLI']);

export function createAsteriskCalls(
  members: AsteriskMembers,
  pseudonymOf: ((identity: string) => string) | undefined,
): AsteriskCalls {
  const live = new Map<string, Call>();
  const ended = new Set<string>();

  function end(contactId: string): void {
    live.delete(contactId);
    ended.add(contactId);
    if (ended.size <= ENDED_REMEMBERED) return;
    for (const oldest of ended) {
      ended.delete(oldest);
      break;
    }
  }

  /** The switch began anew: whatever it held is gone. */
  function restart(say: Say): Understood {
    for (const [contactId, call] of live) {
      if (call.state === 'waiting') say(contactId, 'contact.flowed-out', { contactId, to: 'restart' });
      else say(contactId, 'contact.completed', { contactId });
    }
    live.clear();
    return 'QUEUESTART';
  }

  function ring(line: QueueLogLine, call: Call, say: Say): void {
    const contactId = line.callId;
    const agent = line.member === 'NONE' ? {} : { agentId: line.member };
    const rangMs = line.verb === 'AGENTDUMP' ? 0 : (readNumber(line.parameters[0]) ?? 0);
    const from = Math.max(call.queuedAt, line.time - rangMs);
    if (agent.agentId !== undefined) members.isThere(line, say, from);
    say('presented', 'contact.presented', { contactId, ...agent }, from);
    // A ring that the caller cut short ends with the caller's own line.
    if (line.verb === 'RINGCANCELED') return;
    const reason = line.verb === 'AGENTDUMP' ? 'agent dumped the call' : 'no answer';
    say('not-answered', 'contact.not-answered', { contactId, ...agent, reason });
  }

  function answer(line: QueueLogLine, call: Call, say: Say): void {
    const contactId = line.callId;
    const agent = line.member === 'NONE' ? {} : { agentId: line.member };
    // Old versions do not say how long it rang; that it rang is sure.
    const rangSeconds = readNumber(line.parameters[2]) ?? 0;
    const from = Math.max(call.queuedAt, line.time - rangSeconds * 1000);
    if (agent.agentId !== undefined) members.isThere(line, say, from);
    say('presented', 'contact.presented', { contactId, ...agent }, from);
    say('answered', 'contact.answered', { contactId, ...agent });
  }

  /**
   * The log does not say every leaving: a phone may move a call by a re-INVITE, a dialplan by a redirect. Who enters a queue has left
   * the one before.
   */
  function leaveUnsaid(line: QueueLogLine, call: Call, say: Say): void {
    const contactId = line.callId;
    if (call.state === 'answered') say('left', 'contact.transferred', { contactId, toQueueId: line.queueId });
    if (call.state === 'waiting') say('left', 'contact.flowed-out', { contactId, to: label(line.queueId) });
  }

  return {
    knows: (verb) => Object.hasOwn(ACTS, verb),
    understand(line, say) {
      const verb = line.verb as Verb; // `knows` was asked
      const act: Act = ACTS[verb];
      if (act === 'restart') return restart(say);
      const contactId = line.callId;
      if (NAMELESS.has(contactId)) return 'call without a name';
      const state: CallState = ended.has(contactId) ? 'ended' : (live.get(contactId)?.state ?? 'unseen');
      if (!IS_HEARD[state][act]) return `${verb} of a call that is ${state}`;
      const call = live.get(contactId) ?? { state, queuedAt: Number.NEGATIVE_INFINITY, queueId: line.queueId };

      switch (act) {
        case 'enter': {
          if (call.queuedAt === line.time && call.queueId === line.queueId) return 'ENTERQUEUE said twice';
          leaveUnsaid(line, call, say);
          ended.delete(contactId);
          live.set(contactId, { state: 'waiting', queuedAt: line.time, queueId: line.queueId });
          const caller = line.parameters[1];
          const customerRef =
            pseudonymOf === undefined || caller === undefined || !/\d/.test(caller) ? undefined : pseudonymOf(caller);
          const customer = customerRef === undefined ? {} : { customerRef };
          say('queued', 'contact.queued', { contactId, queueId: line.queueId, channel: 'voice', ...customer });
          return undefined;
        }
        case 'ring':
          ring(line, call, say);
          return undefined;
        case 'answer':
          answer(line, call, say);
          live.set(contactId, { ...call, state: 'answered' });
          return undefined;
        case 'complete':
          say('completed', 'contact.completed', { contactId });
          end(contactId);
          return undefined;
        case 'transfer':
          say('transferred', 'contact.transferred', { contactId });
          end(contactId);
          return undefined;
        case 'leave':
          if (verb === 'ABANDON') say('abandoned', 'contact.abandoned', { contactId });
          else say('flowed-out', 'contact.flowed-out', { contactId, to: destination(line) });
          end(contactId);
          return undefined;
      }
    },
  };
}

function destination(line: QueueLogLine): string {
  switch (line.verb) {
    case 'EXITWITHTIMEOUT':
      return 'timeout';
    case 'EXITEMPTY':
      return 'no agents';
    case 'EXITWITHKEY':
      return label(`key ${line.parameters[0] ?? ''}`.trim());
    default:
      return 'incompatible channels';
  }
}
