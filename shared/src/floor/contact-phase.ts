/**
 * Where a contact is. `serving-early` and `served-early` exist because some sources start the service clock seconds before they take the
 * contact out of the queue; `connecting` because some start it seconds after.
 */
export const CONTACT_PHASES = [
  'new',
  'waiting',
  'presented',
  'serving-early',
  'served-early',
  'connecting',
  'talking',
  'on-hold',
  'after-contact-work',
  'ended',
] as const;
export type ContactPhase = (typeof CONTACT_PHASES)[number];

/** What an agent holds of a contact. */
export type EngagedPhase = 'presented' | 'talking' | 'on-hold' | 'after-contact-work';
