import type { Channel } from '../kit/channel.ts';

const SECOND = 1000;
const MINUTE = 60_000;

/** One queue of the demo floor. Times in ms. */
export type QueuePlan = {
  readonly queueId: string;
  readonly name: string;
  readonly channel: Channel;
  readonly groupId: string;
  readonly teamId: string;
  readonly department: string;
  readonly serviceLevelThresholdMs: number;
  readonly serviceLevelTarget: number;
  readonly highValue: boolean;
  /** Mean conversation and after-contact work. */
  readonly talkMs: number;
  readonly afterContactWorkMs: number;
  /** Mean patience; infinite where nobody hangs up (an email waits). */
  readonly patienceMs: number;
  /** Share of the agents whose first queue it is; 0 for queues that others serve beside their own. */
  readonly staffShare: number;
  /** Contacts one agent of this queue takes at once, which divides the time it needs. */
  readonly concurrency: number;
  /** Share of its work that comes by itself; the rest comes from bots and transfers. */
  readonly directShare: number;
  /** Other queues its agents also serve. */
  readonly alsoServes: readonly string[];
  readonly touchpoint: string;
  readonly tags: readonly [string, ...string[]];
};

const voice = {
  channel: 'voice',
  shortAbandonThresholdMs: 5 * SECOND,
  serviceLevelTarget: 0.8,
  highValue: false,
  concurrency: 1,
  directShare: 0.95,
} as const;

export const QUEUE_PLANS: readonly QueuePlan[] = [
  {
    ...voice,
    queueId: 'billing',
    name: 'Billing',
    groupId: 'service',
    teamId: 'team-amber',
    department: 'Customer service',
    serviceLevelThresholdMs: 20 * SECOND,
    talkMs: 270 * SECOND,
    afterContactWorkMs: 35 * SECOND,
    patienceMs: 5 * MINUTE,
    staffShare: 0.17,
    alsoServes: ['premium', 'orders', 'call-backs'],
    touchpoint: 'invoice',
    tags: ['invoice-question', 'refund', 'payment-failed'],
  },
  {
    ...voice,
    queueId: 'orders',
    name: 'Orders and delivery',
    groupId: 'service',
    teamId: 'team-birch',
    department: 'Customer service',
    serviceLevelThresholdMs: 20 * SECOND,
    talkMs: 215 * SECOND,
    afterContactWorkMs: 25 * SECOND,
    patienceMs: 4 * MINUTE,
    staffShare: 0.17,
    alsoServes: ['billing', 'call-backs'],
    touchpoint: 'delivery',
    tags: ['delivery-late', 'address-change', 'return'],
  },
  {
    ...voice,
    queueId: 'technical',
    name: 'Technical support',
    groupId: 'service',
    teamId: 'team-cedar',
    department: 'Technical support',
    serviceLevelThresholdMs: 30 * SECOND,
    talkMs: 420 * SECOND,
    afterContactWorkMs: 60 * SECOND,
    patienceMs: 6 * MINUTE,
    staffShare: 0.16,
    directShare: 0.8,
    alsoServes: ['call-backs'],
    touchpoint: 'fault',
    tags: ['outage', 'set-up-help', 'password'],
  },
  {
    ...voice,
    queueId: 'premium',
    name: 'Premium line',
    groupId: 'service',
    teamId: 'team-delta',
    department: 'Customer service',
    serviceLevelThresholdMs: 15 * SECOND,
    serviceLevelTarget: 0.85,
    highValue: true,
    talkMs: 300 * SECOND,
    afterContactWorkMs: 40 * SECOND,
    patienceMs: 3 * MINUTE,
    staffShare: 0.08,
    alsoServes: ['billing', 'orders'],
    touchpoint: 'account',
    tags: ['complaint', 'upgrade', 'invoice-question'],
  },
  {
    ...voice,
    queueId: 'sales',
    name: 'Sales',
    groupId: 'sales',
    teamId: 'team-ember',
    department: 'Sales',
    serviceLevelThresholdMs: 20 * SECOND,
    highValue: true,
    talkMs: 330 * SECOND,
    afterContactWorkMs: 55 * SECOND,
    patienceMs: 3.5 * MINUTE,
    staffShare: 0.13,
    alsoServes: ['call-backs'],
    touchpoint: 'purchase',
    tags: ['new-contract', 'upgrade', 'cancellation'],
  },
  {
    ...voice,
    queueId: 'call-backs',
    name: 'Call-backs',
    groupId: 'service',
    teamId: 'team-birch',
    department: 'Customer service',
    serviceLevelThresholdMs: 5 * MINUTE,
    talkMs: 260 * SECOND,
    afterContactWorkMs: 35 * SECOND,
    patienceMs: 60 * MINUTE,
    staffShare: 0,
    directShare: 0,
    alsoServes: [],
    touchpoint: 'call-back',
    tags: ['call-back'],
  },
  {
    ...voice,
    queueId: 'chat-service',
    name: 'Service chat',
    channel: 'chat',
    groupId: 'digital',
    teamId: 'team-fjord',
    department: 'Customer service',
    serviceLevelThresholdMs: 45 * SECOND,
    talkMs: 9 * MINUTE,
    afterContactWorkMs: 20 * SECOND,
    patienceMs: 4 * MINUTE,
    staffShare: 0.12,
    concurrency: 3,
    directShare: 0.6,
    alsoServes: ['chat-sales', 'messages', 'email'],
    touchpoint: 'order',
    tags: ['delivery-late', 'return', 'password'],
  },
  {
    ...voice,
    queueId: 'chat-sales',
    name: 'Sales chat',
    channel: 'chat',
    groupId: 'sales',
    teamId: 'team-ember',
    department: 'Sales',
    serviceLevelThresholdMs: 30 * SECOND,
    highValue: true,
    talkMs: 8 * MINUTE,
    afterContactWorkMs: 25 * SECOND,
    patienceMs: 3 * MINUTE,
    staffShare: 0.07,
    concurrency: 3,
    directShare: 0.85,
    alsoServes: ['chat-service', 'email'],
    touchpoint: 'purchase',
    tags: ['new-contract', 'upgrade'],
  },
  {
    ...voice,
    queueId: 'messages',
    name: 'Messages',
    channel: 'message',
    groupId: 'digital',
    teamId: 'team-grove',
    department: 'Customer service',
    serviceLevelThresholdMs: 1 * MINUTE,
    talkMs: 11 * MINUTE,
    afterContactWorkMs: 20 * SECOND,
    patienceMs: 25 * MINUTE,
    staffShare: 0.1,
    concurrency: 4,
    directShare: 0.55,
    alsoServes: ['chat-service', 'email'],
    touchpoint: 'delivery',
    tags: ['delivery-late', 'address-change', 'return'],
  },
  {
    ...voice,
    queueId: 'email',
    name: 'Email',
    channel: 'email',
    groupId: 'digital',
    teamId: 'team-grove',
    department: 'Customer service',
    serviceLevelThresholdMs: 30 * MINUTE,
    talkMs: 5 * MINUTE,
    afterContactWorkMs: 15 * SECOND,
    patienceMs: Number.POSITIVE_INFINITY,
    staffShare: 0,
    concurrency: 2,
    directShare: 0,
    alsoServes: [],
    touchpoint: 'account',
    tags: ['complaint', 'invoice-question', 'address-change'],
  },
];

export const SHORT_ABANDON_THRESHOLD_MS = voice.shortAbandonThresholdMs;

export const TEAM_NAMES: readonly (readonly [string, string])[] = [
  ['team-amber', 'Amber'],
  ['team-birch', 'Birch'],
  ['team-cedar', 'Cedar'],
  ['team-delta', 'Delta'],
  ['team-ember', 'Ember'],
  ['team-fjord', 'Fjord'],
  ['team-grove', 'Grove'],
];

/** One thing customers want of a bot, with things they might say. */
export type IntentPlan = {
  readonly intent: string;
  readonly utterances: readonly [string, ...string[]];
  readonly reply: string;
  /** The bot's usual certainty, 0-1. */
  readonly confidence: number;
};

export type BotPlan = {
  readonly botId: string;
  readonly name: string;
  readonly channel: Channel;
  readonly teamId: string;
  /** Where it hands over to. */
  readonly queueId: string;
  /** Share of sessions it is meant to finish itself. */
  readonly containment: number;
  readonly turnMs: number;
  readonly intents: readonly [IntentPlan, ...IntentPlan[]];
};

const parcel: IntentPlan = {
  intent: 'where-is-my-parcel',
  utterances: ['Where is my parcel?', 'It should have been here on Tuesday', 'The tracking page shows nothing new'],
  reply: 'I am looking up the shipment for you.',
  confidence: 0.96,
};
const returns: IntentPlan = {
  intent: 'return-an-item',
  utterances: ['I want to send something back', 'How do I return shoes?', 'The label for the return did not print'],
  reply: 'I can make a return label. Which order is it?',
  confidence: 0.94,
};
const invoice: IntentPlan = {
  intent: 'explain-my-invoice',
  utterances: ['Why is my bill higher this month?', 'I was charged twice', 'What is the fee on line three?'],
  reply: 'Let me open your latest invoice.',
  confidence: 0.91,
};
const password: IntentPlan = {
  intent: 'reset-password',
  utterances: ['I cannot sign in', 'The reset mail never came', 'My account is locked'],
  reply: 'I have sent a new link to the address we know.',
  confidence: 0.97,
};
const cancel: IntentPlan = {
  intent: 'cancel-contract',
  utterances: ['I want to cancel', 'How long does my contract still run?', 'Please stop the renewal'],
  reply: 'I see your contract. May I ask what went wrong?',
  confidence: 0.89,
};
const offer: IntentPlan = {
  intent: 'ask-for-an-offer',
  utterances: ['What does the larger plan cost?', 'Is there a discount for students?', 'Can I get both lines cheaper?'],
  reply: 'Here is what would suit you.',
  confidence: 0.92,
};
const fault: IntentPlan = {
  intent: 'report-a-fault',
  utterances: ['Nothing works since this morning', 'The light on the box is red', 'It drops every ten minutes'],
  reply: 'I am running a test of your line.',
  confidence: 0.9,
};

export const BOT_PLANS: readonly BotPlan[] = [
  {
    botId: 'bot-mira',
    name: 'Mira (web chat)',
    channel: 'chat',
    teamId: 'team-fjord',
    queueId: 'chat-service',
    containment: 0.66,
    turnMs: 14 * SECOND,
    intents: [parcel, returns, password, invoice, cancel],
  },
  {
    botId: 'bot-otto',
    name: 'Otto (messages)',
    channel: 'message',
    teamId: 'team-grove',
    queueId: 'messages',
    containment: 0.6,
    turnMs: 28 * SECOND,
    intents: [parcel, returns, invoice, offer],
  },
  {
    botId: 'bot-vera',
    name: 'Vera (telephone)',
    channel: 'voice',
    teamId: 'team-cedar',
    queueId: 'technical',
    containment: 0.45,
    turnMs: 11 * SECOND,
    intents: [fault, password, invoice],
  },
];

/** Tags people may put on contacts, declared by the site. */
export const SITE_TAGS: readonly string[] = [...new Set(QUEUE_PLANS.flatMap((plan) => plan.tags))].toSorted();
