/** The sentences notices are made of, each with what it is said of. Moments are said as `2026-05-04 10:31` of the site, spans as `10:30–12:00`. */
export type Sentences = {
  /** What somebody wrote, or a name: the same in every language. */
  readonly text: { readonly text: string };
  /** A name before what is said of it: the same in every language. */
  readonly labelled: { readonly label: string; readonly text: string };

  readonly 'escalation.fires-since': { readonly at: string };
  readonly 'escalation.contact-waits': { readonly queue: string; readonly seconds: number };
  readonly 'escalation.promised-within': { readonly seconds: number };
  readonly 'escalation.step': { readonly policy: string; readonly step: number; readonly lap: number };
  readonly 'escalation.war-room': { readonly policy: string };
  readonly 'escalation.reassigned': { readonly policy: string };
  readonly 'escalation.exhausted': { readonly policy: string };

  readonly 'handoff.opened': OfHandoff;
  readonly 'handoff.assigned': OfHandoff;
  readonly 'handoff.returned': OfHandoff;
  readonly 'handoff.excepted': OfHandoff;
  readonly 'handoff.acceptance-warned': OfHandoff;
  readonly 'handoff.acceptance-missed': OfHandoff;
  readonly 'handoff.not-accepted-by': OfHandoff;
  readonly 'handoff.warned': OfHandoff;
  readonly 'handoff.breached': OfHandoff;
  readonly 'handoff.broken-by': OfHandoff;
  readonly 'handoff.in-hands': { readonly name: string };
  readonly 'handoff.clock-stands': Nothing;
  readonly 'handoff.promised-for': { readonly at: string };
  readonly 'handoff.sent-back': { readonly count: number };

  readonly 'silence.ending': Nothing;
  readonly 'silence.ends-in': { readonly reason: string; readonly minutes: number };

  readonly 'bot.drifted': { readonly bot: string };
  /** Shares, 0 to 1. */
  readonly 'bot.drift-figures': { readonly recent: number; readonly reference: number };

  /** `intent` and `tier` are empty where they are not known. */
  readonly 'handover.from': { readonly bot: string; readonly intent: string; readonly tier: string };
  /** `fallBack` is `queue`, `callback` or `message`. */
  readonly 'handover.nobody-took': { readonly fallBack: string };

  readonly 'surge.proposed': OfQueue;
  readonly 'surge.to-approve': OfQueue;
  readonly 'surge.can-you-help': OfQueue;
  /** `state` is one of the surge's. */
  readonly 'surge.moved': OfQueue & { readonly state: string };
  readonly 'surge.look': { readonly span: string };
  /** `name` is empty where nobody is known. */
  readonly 'surge.asks': { readonly name: string; readonly count: number; readonly span: string };
  readonly 'surge.answer-by': { readonly span: string; readonly at: string };
  readonly 'surge.decided': { readonly name: string };
  readonly 'surge.help-asked': OfQueue & { readonly site: string };
  readonly 'surge.help-look': { readonly count: number; readonly span: string; readonly at: string };

  readonly 'investigation.opened': { readonly queue: string; readonly actual: number; readonly expected: number };
  readonly 'investigation.find-out': Nothing;

  /** Why something that was told is settled. */
  readonly 'settled.acknowledged': { readonly name: string };
  readonly 'settled.given-on': { readonly name: string };
  readonly 'settled.snoozed': { readonly name: string };
  readonly 'settled.alert-ended': Nothing;
  readonly 'settled.contact-gone': Nothing;
  readonly 'settled.bot-answers': Nothing;
  /** `state` is `accepted`, or one in which a handoff has ended. */
  readonly 'settled.handoff': { readonly state: string };
  /** `state` is one of the handover's. */
  readonly 'settled.handover': { readonly state: string };
  /** `state` is one of the surge's. */
  readonly 'settled.surge': { readonly state: string };
  /** `state` is one of the help's. */
  readonly 'settled.help': { readonly state: string };
  readonly 'settled.investigation': Nothing;

  readonly 'message.of-many': { readonly count: number; readonly site: string };
  readonly 'message.more': { readonly count: number };
  readonly 'message.page': Nothing;
  readonly 'message.open': Nothing;
  readonly 'message.test': { readonly channel: string };
  readonly 'message.test-by': { readonly name: string };
};

type Nothing = Readonly<Record<string, never>>;
type OfHandoff = { readonly department: string; readonly title: string };
type OfQueue = { readonly queue: string };

export type SentenceKey = keyof Sentences;
/** A sentence with its values, as it is asked for. */
export type SentenceOf<K extends SentenceKey = SentenceKey> = {
  [Each in K]: { readonly key: Each; readonly values: Sentences[Each] };
}[K];
/** All sentences of one language. */
export type SentenceCatalogue = { readonly [K in SentenceKey]: (values: Sentences[K]) => string };
