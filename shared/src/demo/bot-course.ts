import type { BotPlan, IntentPlan } from './floor-plan.ts';
import type { ContactFacts } from './contact-course.ts';
import type { Incidents } from './incidents.ts';
import type { World } from './world.ts';

export type BotCourse = {
  readonly begin: (plan: BotPlan, sessionId: string, contactId: string, facts: ContactFacts) => void;
};

export type BotCourseParts = {
  readonly world: World;
  readonly incidents: Incidents;
  /** People go on with the contact. */
  readonly handOver: (queueId: string, contactId: string, facts: ContactFacts) => void;
};

type Session = {
  readonly plan: BotPlan;
  readonly sessionId: string;
  readonly contactId: string;
  readonly facts: ContactFacts;
  readonly intent: IntentPlan;
  readonly turnsWanted: number;
  turn: number;
  utterance: string;
  uncertainInARow: number;
  isOver: boolean;
};

const UNCERTAIN_SHARE = 0.13;
const UNCERTAIN_SHARE_TROUBLED = 0.62;
const UNCERTAIN_UNDER = 0.85;
/** The bot thinks for so long, ms. */
const THINK_MS = 1_400;
/** How long an unsure bot waits for people before it hands the contact to the queue itself, ms. */
const LEAST_WAIT_MS = 9_000;
const MOST_WAIT_MS = 26_000;

/** Conversations with bots: turn by turn with a confidence, until they are done, give up, break, or people take over. */
export function createBotCourse({ world, incidents, handOver }: BotCourseParts): BotCourse {
  const random = world.random.fork('bots');

  function end(session: Session): void {
    session.isOver = true;
  }

  function pass(session: Session, reason: string): void {
    const { sessionId, contactId, facts, plan } = session;
    world.emit('bot.handed-off', { sessionId, botId: plan.botId, reason, contactId, queueId: plan.queueId });
    end(session);
    world.after(300, () => handOver(plan.queueId, contactId, facts));
  }

  /** The bot has asked for people and waits: somebody may take it from their inbox meanwhile, or the customer may leave. */
  function awaitPeople(session: Session): void {
    const waitMs = random.between(LEAST_WAIT_MS, MOST_WAIT_MS);
    const leaves = random.chance(0.04);
    world.after(waitMs, () => {
      if (session.isOver) return;
      if (!leaves) {
        pass(session, 'low confidence');
        return;
      }
      world.emit('bot.abandoned', { sessionId: session.sessionId, botId: session.plan.botId });
      end(session);
    });
  }

  /** What the bot knows and did by now: an order from the second turn on, a look-up once it was sure. */
  function knowledgeOf(session: Session, isUncertain: boolean) {
    const order = `A-${session.sessionId.length}${session.turn}${session.sessionId.slice(-3)}`.toUpperCase();
    return {
      slots: { topic: session.intent.intent, ...(session.turn > 1 ? { order } : {}) },
      ...(isUncertain ? {} : { tried: ['looked the order up'] }),
      ...(session.uncertainInARow >= 2 ? { promise: { text: 'A person will be here within two minutes' } } : {}),
    };
  }

  function confidenceOf(session: Session, isTroubled: boolean): number {
    const isUncertain = random.chance(isTroubled ? UNCERTAIN_SHARE_TROUBLED : UNCERTAIN_SHARE);
    const raw = isUncertain ? random.between(0.28, 0.86) : session.intent.confidence - random.exponential(0.018);
    return Math.round(Math.max(0.05, Math.min(0.995, raw + random.between(-0.02, 0.03))) * 1000) / 1000;
  }

  function sentimentOf(session: Session): number {
    const raw = random.between(-0.35, 0.6) - session.uncertainInARow * 0.25;
    // Adding 0 turns -0, which JSON does not know, into 0.
    return Math.round(Math.max(-1, Math.min(1, raw)) * 100) / 100 + 0;
  }

  function ask(session: Session): void {
    if (session.isOver) return;
    const { plan, sessionId, intent } = session;
    session.utterance = random.pick(intent.utterances);
    world.emit('bot.asked', { sessionId, botId: plan.botId, utterance: session.utterance });
    world.after(THINK_MS, () => takeTurn(session));
  }

  function takeTurn(session: Session): void {
    if (session.isOver) return;
    const { plan, sessionId, intent } = session;
    const { botId } = plan;
    const isTroubled = incidents.isBotTroubled(botId);
    session.turn += 1;
    const confidence = confidenceOf(session, isTroubled);
    const isUncertain = confidence < UNCERTAIN_UNDER;
    session.uncertainInARow = isUncertain ? session.uncertainInARow + 1 : 0;
    const others = plan.intents.filter((other) => other.intent !== intent.intent);
    const other = others[Math.floor(random.next() * others.length)];
    const wantsHuman = random.chance(isUncertain ? 0.22 : 0.03);
    world.emit('bot.turned', {
      sessionId,
      botId,
      turn: session.turn,
      confidence,
      intent: intent.intent,
      ...(other === undefined
        ? {}
        : {
            runnerUp: {
              intent: other.intent,
              confidence: Math.round(Math.min(confidence, 1 - confidence) * random.between(0.3, 0.95) * 1000) / 1000,
            },
          }),
      utterance: session.utterance,
      reply:
        isUncertain && other !== undefined
          ? `Is it about ${intent.intent} or about ${other.intent}?`
          : session.turn === 1
            ? intent.reply
            : `Step ${session.turn}: ${intent.reply}`,
      ...knowledgeOf(session, isUncertain),
      sentiment: sentimentOf(session),
      ...(wantsHuman ? { wantsHuman } : {}),
    });

    if (random.chance(isTroubled ? 0.05 : 0.0015)) {
      world.emit('bot.failed', { sessionId, botId, reason: 'no answer from the language service' });
      end(session);
      if (random.chance(0.6)) world.after(4000, () => handOver(plan.queueId, session.contactId, session.facts));
    } else if (wantsHuman) pass(session, 'customer asked for a person');
    else if (session.uncertainInARow >= 2) awaitPeople(session);
    else if (random.chance(isUncertain ? 0.07 : 0.015)) {
      world.emit('bot.abandoned', { sessionId, botId });
      end(session);
    } else if (session.turn >= session.turnsWanted) {
      // Finished talking, but not always served.
      if (random.chance(plan.containment + 0.2)) {
        world.emit('bot.contained', { sessionId, botId });
        end(session);
      } else pass(session, 'needs a person');
    } else planNext(session);
  }

  function planNext(session: Session): void {
    world.after(random.logNormal(session.plan.turnMs, 0.5), () => ask(session));
  }

  return {
    begin(plan, sessionId, contactId, facts) {
      const session: Session = {
        plan,
        sessionId,
        contactId,
        facts,
        intent: random.pick(plan.intents),
        turnsWanted: 2 + Math.floor(random.exponential(3)),
        turn: 0,
        utterance: '',
        uncertainInARow: 0,
        isOver: false,
      };
      const { customerRef, tier, language } = facts;
      world.emit('bot.session-started', {
        sessionId,
        botId: plan.botId,
        contactId,
        channel: plan.channel,
        ...(language === undefined ? {} : { language }),
        ...(customerRef === undefined ? {} : { customerRef }),
        ...(tier === undefined ? {} : { tier }),
      });
      world.after(random.between(2000, 6000), () => ask(session));
    },
  };
}
