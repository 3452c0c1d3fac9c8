import type { ContactEventType } from '../contacts/events.ts';
import type { ContactPhase } from './contact-phase.ts';

/** What a step does to the contact and its visit, beside changing the phase. */
export type ContactAction =
  | 'offer'
  | 'present'
  | 'miss'
  | 'connect'
  | 'answer'
  | 'hold'
  | 'resume'
  | 'transfer'
  | 'abandon'
  | 'end-before-queue'
  | 'flow-out'
  | 'complete'
  | 'wrap-up';

/**
 * One cell of the table. `impossible` counts as an anomaly and changes nothing else. The action may still refuse (offering a contact that
 * is in a queue already), which is an anomaly too. `complete` goes on to `after-contact-work` instead where the event says the agent wraps
 * up, `answer` to `connecting` where the event says that service begins apart.
 */
export type ContactStep = { readonly to: ContactPhase; readonly does: ContactAction } | 'impossible';

const no = 'impossible' as const;

/** Every phase against every event. */
export const CONTACT_MACHINE: Record<ContactPhase, Record<ContactEventType, ContactStep>> = {
  new: {
    'contact.queued': { to: 'waiting', does: 'offer' },
    'contact.presented': no,
    'contact.not-answered': no,
    'contact.answered': no,
    'contact.connected': { to: 'serving-early', does: 'connect' },
    'contact.held': no,
    'contact.resumed': no,
    'contact.transferred': no,
    'contact.abandoned': { to: 'ended', does: 'end-before-queue' },
    'contact.flowed-out': no,
    'contact.completed': no,
    'contact.wrapped-up': no,
  },
  waiting: {
    'contact.queued': no,
    'contact.presented': { to: 'presented', does: 'present' },
    'contact.not-answered': { to: 'waiting', does: 'miss' },
    'contact.answered': { to: 'talking', does: 'answer' },
    'contact.connected': { to: 'serving-early', does: 'connect' },
    'contact.held': no,
    'contact.resumed': no,
    'contact.transferred': { to: 'ended', does: 'flow-out' },
    'contact.abandoned': { to: 'ended', does: 'abandon' },
    'contact.flowed-out': { to: 'ended', does: 'flow-out' },
    'contact.completed': no,
    'contact.wrapped-up': { to: 'waiting', does: 'wrap-up' },
  },
  presented: {
    'contact.queued': no,
    'contact.presented': { to: 'presented', does: 'present' },
    'contact.not-answered': { to: 'waiting', does: 'miss' },
    'contact.answered': { to: 'talking', does: 'answer' },
    'contact.connected': { to: 'serving-early', does: 'connect' },
    'contact.held': no,
    'contact.resumed': no,
    'contact.transferred': { to: 'ended', does: 'flow-out' },
    'contact.abandoned': { to: 'ended', does: 'abandon' },
    'contact.flowed-out': { to: 'ended', does: 'flow-out' },
    'contact.completed': no,
    'contact.wrapped-up': { to: 'presented', does: 'wrap-up' },
  },
  'serving-early': {
    'contact.queued': { to: 'serving-early', does: 'offer' },
    'contact.presented': no,
    'contact.not-answered': no,
    'contact.answered': { to: 'talking', does: 'answer' },
    'contact.connected': no,
    'contact.held': no,
    'contact.resumed': no,
    'contact.transferred': no,
    'contact.abandoned': { to: 'ended', does: 'abandon' },
    'contact.flowed-out': { to: 'ended', does: 'flow-out' },
    'contact.completed': { to: 'served-early', does: 'complete' },
    'contact.wrapped-up': no,
  },
  'served-early': {
    'contact.queued': { to: 'served-early', does: 'offer' },
    'contact.presented': no,
    'contact.not-answered': no,
    'contact.answered': { to: 'ended', does: 'answer' },
    'contact.connected': no,
    'contact.held': no,
    'contact.resumed': no,
    'contact.transferred': no,
    'contact.abandoned': { to: 'ended', does: 'abandon' },
    'contact.flowed-out': { to: 'ended', does: 'flow-out' },
    'contact.completed': no,
    'contact.wrapped-up': no,
  },
  connecting: {
    'contact.queued': no,
    'contact.presented': no,
    'contact.not-answered': no,
    'contact.answered': no,
    'contact.connected': { to: 'talking', does: 'connect' },
    'contact.held': no,
    'contact.resumed': no,
    'contact.transferred': { to: 'ended', does: 'transfer' },
    'contact.abandoned': no,
    'contact.flowed-out': no,
    'contact.completed': { to: 'ended', does: 'complete' },
    'contact.wrapped-up': { to: 'connecting', does: 'wrap-up' },
  },
  talking: {
    'contact.queued': no,
    'contact.presented': no,
    'contact.not-answered': no,
    'contact.answered': no,
    'contact.connected': no,
    'contact.held': { to: 'on-hold', does: 'hold' },
    'contact.resumed': no,
    'contact.transferred': { to: 'ended', does: 'transfer' },
    'contact.abandoned': no,
    'contact.flowed-out': no,
    'contact.completed': { to: 'ended', does: 'complete' },
    'contact.wrapped-up': { to: 'talking', does: 'wrap-up' },
  },
  'on-hold': {
    'contact.queued': no,
    'contact.presented': no,
    'contact.not-answered': no,
    'contact.answered': no,
    'contact.connected': no,
    'contact.held': no,
    'contact.resumed': { to: 'talking', does: 'resume' },
    'contact.transferred': { to: 'ended', does: 'transfer' },
    'contact.abandoned': no,
    'contact.flowed-out': no,
    'contact.completed': { to: 'ended', does: 'complete' },
    'contact.wrapped-up': { to: 'on-hold', does: 'wrap-up' },
  },
  'after-contact-work': {
    'contact.queued': { to: 'waiting', does: 'offer' },
    'contact.presented': no,
    'contact.not-answered': no,
    'contact.answered': no,
    'contact.connected': no,
    'contact.held': no,
    'contact.resumed': no,
    'contact.transferred': no,
    'contact.abandoned': no,
    'contact.flowed-out': no,
    'contact.completed': no,
    'contact.wrapped-up': { to: 'ended', does: 'wrap-up' },
  },
  ended: {
    'contact.queued': { to: 'waiting', does: 'offer' },
    'contact.presented': no,
    'contact.not-answered': no,
    'contact.answered': no,
    'contact.connected': no,
    'contact.held': no,
    'contact.resumed': no,
    'contact.transferred': no,
    'contact.abandoned': no,
    'contact.flowed-out': no,
    'contact.completed': no,
    'contact.wrapped-up': { to: 'ended', does: 'wrap-up' },
  },
};

/**
 * Order in which events of one contact that carry the same moment are tried. Among them the first possible one is taken, so that a
 * transfer and the queueing that follows it at the same millisecond are understood whichever arrives first.
 */
export const CONTACT_RANK: Record<ContactEventType, number> = {
  'contact.queued': 0,
  'contact.presented': 1,
  'contact.not-answered': 2,
  'contact.connected': 3,
  'contact.answered': 4,
  'contact.held': 5,
  'contact.resumed': 6,
  'contact.transferred': 7,
  'contact.abandoned': 8,
  'contact.flowed-out': 9,
  'contact.completed': 10,
  'contact.wrapped-up': 11,
};

/** The table by rank instead of by type, which saves comparing texts. */
export const CONTACT_STEPS = Object.fromEntries(
  Object.entries(CONTACT_MACHINE).map(([phase, row]) => [
    phase,
    (Object.keys(CONTACT_RANK) as ContactEventType[]).map((type) => row[type]),
  ]),
) as unknown as Record<ContactPhase, readonly ContactStep[]>; // its phases are the table's
