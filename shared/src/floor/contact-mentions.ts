import { contactEvents, type ContactEventType } from '../contacts/events.ts';
import { CONTACT_RANK } from './contact-machine.ts';

/** What events of a type can say beside which contact they are about. */
export type Mentions = {
  readonly agentId: boolean;
  readonly queueId: boolean;
  readonly channel: boolean;
  readonly wrapsUp: boolean;
  readonly awaitsConnection: boolean;
  readonly resolvedAtFirstContact: boolean;
  readonly tags: boolean;
};

/** By the rank of the type. Asking an event for what none of its type can say costs as much as reading it, and follows from the schemas. */
export const MENTIONS: readonly Mentions[] = Object.entries(CONTACT_RANK)
  .toSorted(([, left], [, right]) => left - right)
  .map(([type]) => mentionsOf(type as ContactEventType)); // its keys are the types

function mentionsOf(type: ContactEventType): Mentions {
  const { properties } = contactEvents[type];
  return {
    agentId: 'agentId' in properties,
    queueId: 'queueId' in properties,
    channel: 'channel' in properties,
    wrapsUp: 'wrapsUp' in properties,
    awaitsConnection: 'awaitsConnection' in properties,
    resolvedAtFirstContact: 'resolvedAtFirstContact' in properties,
    tags: 'tags' in properties,
  };
}
