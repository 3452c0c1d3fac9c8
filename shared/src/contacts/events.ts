import Type, { type Static } from 'typebox';
import { Channel } from '../kit/channel.ts';
import { Id, Label } from '../kit/ids.ts';

const strict = { additionalProperties: false } as const;

/** Tags come from the vocabulary that `site.configured` declares; others are kept, and counted as undeclared among the site's odd events. */
const Tags = Type.Array(Label, { maxItems: 20 });

/** What is known about a contact's customer and subject. All optional; the customer is a pseudonym, never a name or a number to call. */
export const ContactAttributes = {
  customerRef: Type.Optional(Id),
  tier: Type.Optional(Label),
  priority: Type.Optional(Type.Integer({ minimum: 0, maximum: 100 })),
  segment: Type.Optional(Label),
  touchpoint: Type.Optional(Label),
  department: Type.Optional(Label),
  language: Type.Optional(Type.String({ maxLength: 35, description: 'BCP 47 tag' })),
  tags: Type.Optional(Tags),
};

/** The contact entered a queue: it counts as offered from here, and waits from here. */
export const ContactQueued = Type.Object(
  { contactId: Id, queueId: Id, channel: Type.Optional(Channel), ...ContactAttributes },
  strict,
);

/** The contact rings at an agent (or at an agent the source does not name). */
export const ContactPresented = Type.Object({ contactId: Id, agentId: Type.Optional(Id) }, strict);

/** The agent did not take it (RONA or declined); the contact waits on. */
export const ContactNotAnswered = Type.Object(
  { contactId: Id, agentId: Type.Optional(Id), reason: Type.Optional(Label) },
  strict,
);

/**
 * The contact left the queue to be served. Its wait ends here. Service begins here too unless `awaitsConnection` says that
 * `contact.connected` gives that moment.
 */
export const ContactAnswered = Type.Object(
  { contactId: Id, agentId: Type.Optional(Id), awaitsConnection: Type.Optional(Type.Boolean()) },
  strict,
);

/**
 * Service begins, for sources whose service clock is not their queue clock: it may come seconds before or after `contact.answered`,
 * even before `contact.queued`; `queueId` then says where the contact belongs. Handle time counts from here.
 */
export const ContactConnected = Type.Object(
  { contactId: Id, agentId: Type.Optional(Id), queueId: Type.Optional(Id) },
  strict,
);

export const ContactHeld = Type.Object({ contactId: Id }, strict);
export const ContactResumed = Type.Object({ contactId: Id }, strict);

/** The agent passes the contact on: this visit to the queue ends; a new `contact.queued` opens the next. */
export const ContactTransferred = Type.Object(
  {
    contactId: Id,
    toQueueId: Type.Optional(Id),
    toAgentId: Type.Optional(Id),
    toDepartment: Type.Optional(Label),
    wrapsUp: Type.Optional(Type.Boolean()),
  },
  strict,
);

/**
 * The customer gave up. In the queue it counts as abandoned; a contact that was never queued (`queueId` then says where it was heading)
 * counts as ended before the queue and is in no performance figure.
 */
export const ContactAbandoned = Type.Object(
  { contactId: Id, queueId: Type.Optional(Id), channel: Type.Optional(Channel), ...ContactAttributes },
  strict,
);

/** It left the queue unanswered but not abandoned: overflow, voicemail, call-back, transfer by rule. */
export const ContactFlowedOut = Type.Object(
  { contactId: Id, to: Type.Optional(Label), toQueueId: Type.Optional(Id) },
  strict,
);

/** The conversation ended. With `wrapsUp` the agent is in after-contact work until `contact.wrapped-up`. */
export const ContactCompleted = Type.Object(
  {
    contactId: Id,
    wrapsUp: Type.Optional(Type.Boolean()),
    resolvedAtFirstContact: Type.Optional(Type.Boolean()),
    tags: Type.Optional(Tags),
  },
  strict,
);

/** After-contact work ended; `agentId` says whose, where a contact has been with several. */
export const ContactWrappedUp = Type.Object(
  {
    contactId: Id,
    agentId: Type.Optional(Id),
    resolvedAtFirstContact: Type.Optional(Type.Boolean()),
    tags: Type.Optional(Tags),
  },
  strict,
);

export const contactEvents = {
  'contact.queued': ContactQueued,
  'contact.presented': ContactPresented,
  'contact.not-answered': ContactNotAnswered,
  'contact.answered': ContactAnswered,
  'contact.connected': ContactConnected,
  'contact.held': ContactHeld,
  'contact.resumed': ContactResumed,
  'contact.transferred': ContactTransferred,
  'contact.abandoned': ContactAbandoned,
  'contact.flowed-out': ContactFlowedOut,
  'contact.completed': ContactCompleted,
  'contact.wrapped-up': ContactWrappedUp,
} as const;

export type ContactEventType = keyof typeof contactEvents;
export type ContactEventData = { [K in ContactEventType]: Static<(typeof contactEvents)[K]> };
