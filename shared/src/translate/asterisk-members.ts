import { label, type QueueLogLine, type Say, type Understood } from './asterisk-line.ts';

/** Who is in which queue of an Asterisk, and who pauses. */
export type AsteriskMembers = {
  readonly knows: (verb: string) => boolean;
  readonly understand: (line: QueueLogLine, say: Say) => Understood;
  /** The member rings or talks in this queue, so it is there, whatever the log said before (it may have begun later). */
  readonly isThere: (line: QueueLogLine, say: Say, time: number) => void;
};

type Member = {
  readonly queueIds: Set<string>;
  readonly pausedIn: Set<string>;
  isSignedIn: boolean;
  isPaused: boolean;
};

/** Stands for "all queues" in {@link Member.pausedIn}. */
const ALL = 'NONE';

const VERBS = new Set([
  'ADDMEMBER',
  'REMOVEMEMBER',
  'PAUSE',
  'UNPAUSE',
  'PAUSEALL',
  'UNPAUSEALL',
  'AGENTLOGIN',
  'AGENTLOGOFF',
  'AGENTCALLBACKLOGIN',
  'AGENTCALLBACKLOGOFF',
]);

export function createAsteriskMembers(): AsteriskMembers {
  const members = new Map<string, Member>();

  function memberOf(id: string): Member {
    let member = members.get(id);
    if (member === undefined) {
      member = { queueIds: new Set(), pausedIn: new Set(), isSignedIn: false, isPaused: false };
      members.set(id, member);
    }
    return member;
  }

  function signIn(line: QueueLogLine, say: Say, time: number): void {
    const member = memberOf(line.member);
    const isNewQueue = line.queueId !== ALL && !member.queueIds.has(line.queueId);
    if (isNewQueue) member.queueIds.add(line.queueId);
    const attributes = { agentId: line.member, name: nameOf(line.member), queueIds: [...member.queueIds] };
    if (!member.isSignedIn) {
      member.isSignedIn = true;
      member.isPaused = false;
      member.pausedIn.clear();
      say('signed-in', 'agent.signed-in', attributes, time);
    } else if (isNewQueue) say('configured', 'agent.configured', attributes, time);
  }

  function signOut(line: QueueLogLine, say: Say, reason?: string): void {
    const member = memberOf(line.member);
    if (!member.isSignedIn) return;
    member.isSignedIn = false;
    member.queueIds.clear();
    const why = reason === undefined || reason === '' ? {} : { reason: label(reason) };
    say('signed-out', 'agent.signed-out', { agentId: line.member, ...why });
  }

  /** A member pauses for us when no queue is left that would ring it. */
  function sayPause(line: QueueLogLine, say: Say, reason?: string): void {
    const member = memberOf(line.member);
    const pausedEverywhere =
      member.pausedIn.has(ALL) ||
      (member.pausedIn.size > 0 && [...member.queueIds].every((queueId) => member.pausedIn.has(queueId)));
    if (pausedEverywhere === member.isPaused) return;
    member.isPaused = pausedEverywhere;
    say('state', 'agent.state-changed', {
      agentId: line.member,
      state: pausedEverywhere ? 'not-ready' : 'available',
      ...(pausedEverywhere && reason !== undefined && reason !== '' ? { reason: label(reason) } : {}),
    });
  }

  return {
    knows: (verb) => VERBS.has(verb),
    isThere: signIn,
    understand(line, say) {
      if (line.member === 'NONE') return 'member not named';
      const member = memberOf(line.member);
      switch (line.verb) {
        case 'ADDMEMBER':
          signIn(line, say, line.time);
          if (line.parameters[0] === 'PAUSED') member.pausedIn.add(line.queueId);
          sayPause(line, say);
          return line.verb;
        case 'AGENTLOGIN':
        case 'AGENTCALLBACKLOGIN':
          signIn(line, say, line.time);
          return line.verb;
        case 'REMOVEMEMBER':
          member.queueIds.delete(line.queueId);
          member.pausedIn.delete(line.queueId);
          if (member.queueIds.size === 0) signOut(line, say);
          else if (member.isSignedIn) {
            say('configured', 'agent.configured', { agentId: line.member, queueIds: [...member.queueIds] });
            sayPause(line, say);
          }
          return line.verb;
        case 'AGENTLOGOFF':
        case 'AGENTCALLBACKLOGOFF':
          signOut(line, say, line.parameters[2]);
          return line.verb;
        case 'PAUSE':
        case 'PAUSEALL':
          signIn(line, say, line.time);
          member.pausedIn.add(line.verb === 'PAUSEALL' ? ALL : line.queueId);
          sayPause(line, say, line.parameters[0]);
          return 'pause that changes nothing';
        default:
          signIn(line, say, line.time);
          if (line.verb === 'UNPAUSEALL' || line.queueId === ALL) member.pausedIn.clear();
          else {
            member.pausedIn.delete(line.queueId);
            member.pausedIn.delete(ALL);
          }
          sayPause(line, say);
          return 'pause that changes nothing';
      }
    },
  };
}

/** `2004` of `Local/2004@from-internal/n`; the member itself where it has no such form. */
function nameOf(member: string): string {
  return label(/^[^/]+\/([^@/]+)/.exec(member)?.[1] ?? member);
}
