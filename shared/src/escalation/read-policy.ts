import { Compile } from 'typebox/compile';
import { isZone } from '../kit/zone.ts';
import { EscalationFault, faultOf } from './escalation-fault.ts';
import { EscalationPolicy, MAX_PATH_STEPS, type SupportHours, type Target } from './policy.ts';

const check = Compile(EscalationPolicy);

/** What of a site a policy may name. A team or role always means somebody: their absence is made up for at the step. */
export type KnownTargets = {
  readonly personIds: ReadonlySet<string>;
  readonly teamIds: ReadonlySet<string>;
  readonly rotationIds: ReadonlySet<string>;
  readonly channelIds: ReadonlySet<string>;
};

/**
 * A policy from parsed JSON, checked against what the site has: the policies in force and whom it may name. Throws {@link EscalationFault} with
 * the pointer of the fault, a path that comes back to itself included.
 */
export function readPolicy(
  value: unknown,
  policies: ReadonlyMap<string, EscalationPolicy>,
  known: KnownTargets,
): EscalationPolicy {
  if (!check.Check(value)) throw faultOf(check.Errors(value));
  const policy = value as EscalationPolicy;
  policy.steps.forEach((step, index) => {
    const seen = new Set<string>();
    step.targets.forEach((target, at) => {
      const pointer = `/steps/${index}/targets/${at}`;
      demandKnown(target, pointer, known);
      const key = JSON.stringify(target);
      if (seen.has(key)) throw new EscalationFault(pointer, 'This step names the same target twice.');
      seen.add(key);
    });
  });
  demandKnown(policy.owner, '/owner', known);
  if (policy.owner.kind === 'channel' || policy.owner.kind === 'expert')
    throw new EscalationFault(
      '/owner/kind',
      'The owner is a person, a team, a role or a rotation: somebody with a name.',
    );
  if (policy.supportHours !== undefined) checkHours(policy.supportHours);
  const people = policy.steps.flatMap((step) => step.targets).filter((target) => target.kind === 'person');
  const everybodyIsNamed = policy.steps.every((step) => step.targets.every((target) => target.kind === 'person'));
  const peopleCount = new Set(people.map((target) => JSON.stringify(target))).size;
  if (everybodyIsNamed && policy.continueWith === undefined && policy.acknowledgementsNeeded > peopleCount)
    throw new EscalationFault(
      '/acknowledgementsNeeded',
      `This path tells ${peopleCount} ${peopleCount === 1 ? 'person' : 'people'}, so ${policy.acknowledgementsNeeded} can never acknowledge it.`,
    );
  checkContinuation(policy, policies);
  return policy;
}

function checkContinuation(policy: EscalationPolicy, policies: ReadonlyMap<string, EscalationPolicy>): void {
  const names = [policy.name];
  const seen = new Set([policy.id]);
  let length = policy.steps.length * (policy.repeatCount + 1);
  let at: EscalationPolicy = policy;
  while (at.continueWith !== undefined) {
    const id: string = at.continueWith;
    const next: EscalationPolicy | undefined = policies.get(id);
    if (seen.has(id)) {
      const name = id === policy.id ? policy.name : (next?.name ?? id);
      throw new EscalationFault(
        '/continueWith',
        `This path would never end: it comes back to itself (${[...names, name].join(' → ')}).`,
      );
    }
    if (next === undefined) throw new EscalationFault('/continueWith', `There is no policy ${id} in force.`);
    seen.add(id);
    names.push(next.name);
    length += next.steps.length * (next.repeatCount + 1);
    at = next;
  }
  if (length > MAX_PATH_STEPS)
    throw new EscalationFault(
      '/repeatCount',
      `With its repeats and what it continues with this path has ${length} steps; ${MAX_PATH_STEPS} are the limit.`,
    );
}

function demandKnown(target: Target, pointer: string, known: KnownTargets): void {
  if (target.kind === 'person' && !known.personIds.has(target.personId))
    throw new EscalationFault(`${pointer}/personId`, `Nobody with the id ${target.personId} has access to this site.`);
  if (target.kind === 'team' && target.teamId !== undefined && !known.teamIds.has(target.teamId))
    throw new EscalationFault(`${pointer}/teamId`, `There is no team ${target.teamId} on this site.`);
  if (target.kind === 'rotation' && !known.rotationIds.has(target.rotationId))
    throw new EscalationFault(`${pointer}/rotationId`, `There is no on-call rotation ${target.rotationId}.`);
  if (target.kind === 'channel' && !known.channelIds.has(target.channelId))
    throw new EscalationFault(`${pointer}/channelId`, `There is no channel ${target.channelId} on this site.`);
  if (target.kind === 'role' && target.role === 'kiosk')
    throw new EscalationFault(`${pointer}/role`, 'A wall screen cannot answer an escalation.');
  if (target.kind === 'role' && target.role === 'analyst')
    throw new EscalationFault(`${pointer}/role`, 'Analysts may not answer escalations: choose another role.');
}

function checkHours(hours: SupportHours): void {
  if (!isZone(hours.zone))
    throw new EscalationFault('/supportHours/zone', `${hours.zone} is not a time zone known here; give an IANA name.`);
  hours.periods.forEach(({ from, to }, index) => {
    if (to <= from)
      throw new EscalationFault(
        `/supportHours/periods/${index}/to`,
        'A period ends later than it begins, on the same day.',
      );
  });
}
