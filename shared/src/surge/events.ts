import Type, { type Static } from 'typebox';
import { DecidedBy } from '../alerts/events.ts';
import { Surge } from './surge.ts';
import { SurgeHelp } from './surge-help.ts';
import { SurgePolicy } from './surge-policy.ts';

const strict = { additionalProperties: false } as const;

/** A surge moved: all of it as it is now, and who moved it; `null` for Floorwalk itself. */
export const SurgeMoved = Type.Object({ surge: Surge, by: Type.Union([DecidedBy, Type.Null()]) }, strict);
export type SurgeMoved = Static<typeof SurgeMoved>;

/** Help that another site asks for moved: all of it as it is now, and who moved it. */
export const SurgeHelpMoved = Type.Object({ help: SurgeHelp, by: Type.Union([DecidedBy, Type.Null()]) }, strict);

/** The site's rules for surges are these from now on. */
export const SurgePolicySet = Type.Object(
  { policy: SurgePolicy, version: Type.Integer({ minimum: 1 }), by: DecidedBy },
  strict,
);

export const surgeEvents = {
  'surge.policy-set': SurgePolicySet,
  'surge.proposed': SurgeMoved,
  'surge.requested': SurgeMoved,
  'surge.approved': SurgeMoved,
  'surge.declined': SurgeMoved,
  'surge.offered': SurgeMoved,
  'surge.answered': SurgeMoved,
  'surge.activated': SurgeMoved,
  'surge.returning': SurgeMoved,
  'surge.ended': SurgeMoved,
  'surge.cancelled': SurgeMoved,
  'surge.expired': SurgeMoved,
  'surge.gap-closed': SurgeMoved,
  'surge.help-asked': SurgeHelpMoved,
  'surge.help-answered': SurgeHelpMoved,
  'surge.help-lent': SurgeHelpMoved,
  'surge.help-closed': SurgeHelpMoved,
} as const;
export type SurgeEventType = keyof typeof surgeEvents;
/** The entries that hold a surge as it stands after a step of its own. */
export type SurgeStepType = Exclude<
  SurgeEventType,
  'surge.policy-set' | 'surge.help-asked' | 'surge.help-answered' | 'surge.help-lent' | 'surge.help-closed'
>;
export type SurgeEventData = { [K in SurgeEventType]: Static<(typeof surgeEvents)[K]> };
