import { Temporal } from 'temporal-polyfill';
import { Compile } from 'typebox/compile';
import { isZone } from '../kit/zone.ts';
import { EscalationFault, faultOf } from './escalation-fault.ts';
import { Rotation } from './rotation.ts';

const check = Compile(Rotation);

/** A rotation from parsed JSON. Throws {@link EscalationFault}. */
export function readRotation(value: unknown, personIds: ReadonlySet<string>): Rotation {
  if (!check.Check(value)) throw faultOf(check.Errors(value));
  const rotation = value as Rotation;
  if (!isZone(rotation.zone))
    throw new EscalationFault('/zone', `${rotation.zone} is not a time zone known here; give an IANA name.`);
  if (!isDate(rotation.startsOn)) throw new EscalationFault('/startsOn', `${rotation.startsOn} is no date.`);
  rotation.participants.forEach((personId, index) => {
    if (!personIds.has(personId))
      throw new EscalationFault(`/participants/${index}`, `Nobody with the id ${personId} has access to this site.`);
  });
  return rotation;
}

function isDate(text: string): boolean {
  try {
    Temporal.PlainDate.from(text, { overflow: 'reject' });
    return true;
  } catch {
    return false;
  }
}
