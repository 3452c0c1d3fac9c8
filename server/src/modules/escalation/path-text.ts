import type { PathAnswer } from '@floorwalk/shared/api/escalation';
import type { EscalationPolicy, Target } from '@floorwalk/shared/escalation/policy';

/** What targets are called, by id. */
export type TargetNames = {
  readonly people: ReadonlyMap<string, string>;
  readonly teams: ReadonlyMap<string, string>;
  readonly rotations: ReadonlyMap<string, string>;
  readonly channels: ReadonlyMap<string, string>;
};

const ROLES = {
  supervisor: 'supervisors',
  agent: 'agents',
  'team-lead': 'team leads',
  executive: 'executives',
  analyst: 'analysts',
  administrator: 'administrators',
  kiosk: 'screens',
} as const;

/** A target in words. */
export function targetWords(target: Target, names: TargetNames): string {
  switch (target.kind) {
    case 'person':
      return names.people.get(target.personId) ?? target.personId;
    case 'team':
      if (target.teamId === undefined) return 'the leads of the team concerned';
      return `the leads of ${names.teams.get(target.teamId) ?? target.teamId}`;
    case 'role':
      return `all ${ROLES[target.role]}`;
    case 'rotation':
      return `whoever is on call in ${names.rotations.get(target.rotationId) ?? target.rotationId}`;
    case 'expert':
      return target.skill === undefined ? 'an expert found then' : `an expert in ${target.skill} found then`;
    case 'channel':
      return `the channel ${names.channels.get(target.channelId) ?? target.channelId}`;
  }
}

/** A policy as plain text, for a wiki or an e-mail. */
export function pathText(policy: EscalationPolicy, path: Omit<PathAnswer, 'text'>): string {
  const lines = path.lines.map(
    ({ afterMs, responsible, respondWithinMs }) =>
      `+${clock(afterMs)}  ${responsible.join(', ')} (expected to answer within ${clock(respondWithinMs)})`,
  );
  const end = `+${clock(path.exhaustedAfterMs)}  nobody answered: stays with ${path.owner}`;
  const count = policy.acknowledgementsNeeded;
  const rules = [
    count > 1 ? `${count} people must acknowledge it.` : 'One acknowledgement stops it.',
    policy.acknowledgeTimeoutMs === null
      ? null
      : `Acknowledged and not settled within ${clock(policy.acknowledgeTimeoutMs)}, it begins anew.`,
    policy.supportHours === undefined
      ? null
      : `Outside its support hours (${policy.supportHours.zone}) it waits for them.`,
    policy.warRoom ? 'War room: everybody of the path is called at once.' : null,
  ].filter((rule) => rule !== null);
  return [
    policy.name,
    ...(policy.description === undefined ? [] : [policy.description]),
    '',
    ...lines,
    end,
    '',
    ...rules,
  ].join('\n');
}

/** A span as hours, minutes and seconds: `5 min`, `1 h 30 min`. */
function clock(ms: number): string {
  const seconds = Math.round(ms / 1_000);
  const parts = [
    [Math.floor(seconds / 3_600), 'h'],
    [Math.floor((seconds % 3_600) / 60), 'min'],
    [seconds % 60, 's'],
  ] as const;
  const named = parts.filter(([count]) => count > 0).map(([count, unit]) => `${count} ${unit}`);
  return named.length === 0 ? '0 min' : named.join(' ');
}
