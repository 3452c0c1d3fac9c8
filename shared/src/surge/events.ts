import Type, { type Static } from 'typebox';
import { DecidedBy } from '../alerts/events.ts';
import { Surge } from './surge.ts';
import { SurgePolicy } from './surge-policy.ts';

const strict = { additionalProperties: false } as const;

/** A surge moved: all of it as it is now, and who moved it; `null` for Floorwalk itself. */
export const SurgeMoved = Type.Object({ surge: Surge, by: Type.Union([DecidedBy, Type.Null()]) }, strict);
export type SurgeMoved = Static<typeof SurgeMoved>;

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
} as const;
export type SurgeEventType = keyof typeof surgeEvents;
export type SurgeEventData = { [K in SurgeEventType]: Static<(typeof surgeEvents)[K]> };
