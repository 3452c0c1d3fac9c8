import { addresseeKey, type Addressee } from '../access/addressee.ts';
import type { NewEvent } from '../kit/logged-event.ts';
import { stableHash } from '../kit/stable-hash.ts';
import { asText, inWords, isKnown, settledBy } from '../words/say-notice.ts';
import type { NoticeWords } from '../words/words.ts';
import type { EscalationDecision, EscalationEffect, EscalationRun, Notify } from './decide-escalation.ts';
import type { EscalationOrigin, Impact, Standing, Told } from './events.ts';
import type { EscalationOutcomeEvent } from './timeline.ts';

/** The source that stands in the log for what escalation decides by itself. */
export const ESCALATION_SOURCE = 'floorwalk/escalation';

/** The id of an escalation: equal origins are one. */
export function escalationId(siteId: string, origin: EscalationOrigin): string {
  const parts = ((): readonly unknown[] => {
    switch (origin.kind) {
      case 'alert':
        return [origin.alertId, origin.firedAt];
      case 'request':
        return [origin.requestId];
      case 'contact':
        return [origin.contactId, origin.queuedAt];
      case 'person':
        return [origin.id];
    }
  })();
  return stableHash(JSON.stringify([siteId, origin.kind, ...parts]));
}

type Done = Extract<EscalationDecision, { ok: true }>;

/** What a decision is about, as far as its notices say it. */
export type Subject = {
  readonly id: string;
  readonly title: string;
  readonly body: string;
  readonly words?: NoticeWords;
  readonly impact: Impact;
  readonly policyName: string;
  /** Whom it stood with before. */
  readonly targets: readonly Addressee[];
  readonly lap: number;
};

/** Whom each notify effect of a decision meant, by its key. */
export type ToldByKey = ReadonlyMap<string, readonly Told[]>;

/** The people to be told, in the order of the decision. */
export function notifiesOf(effects: readonly EscalationEffect[]): readonly Notify[] {
  return effects.flatMap((effect) => ('notify' in effect ? [effect.notify] : []));
}

/** How it stands after a decision. */
export function standingAfter(run: EscalationRun, subject: Subject, done: Done, told: ToldByKey): Standing {
  const fresh = [...told.values()].flat().flatMap(({ to }) => to);
  const kept = run.lap === subject.lap ? subject.targets : [];
  const targets = new Map([...kept, ...fresh].map((one) => [addresseeKey(one), one]));
  const isGiven = done.outcomes.some(({ kind }) => kind === 'reassigned' || kind === 'exhausted');
  const owner = isGiven
    ? [...told.values()].flat().flatMap(({ names }) => names)
    : run.acknowledgements.map(({ by }) => by.name);
  return {
    state: run.state,
    dueAt: run.dueAt,
    lap: run.lap,
    reached: run.reached,
    acknowledgements: [...run.acknowledgements],
    targets: [...targets.values()].slice(-100),
    owner: owner.length === 0 ? null : [...new Set(owner)].join(', ').slice(0, 200),
    warRoom: run.warRoom,
  };
}

/** The events of a decision, in order: what was decided, what no longer may go out, who is to be told. `number` makes their ids unique. */
export function eventsOf(
  subject: Subject,
  standing: Standing,
  done: Done,
  told: ToldByKey,
  at: { readonly time: number; readonly source: string; readonly number: number },
): { readonly outcomes: readonly (NewEvent & EscalationOutcomeEvent)[]; readonly notices: readonly NewEvent[] } {
  const { id } = subject;
  const { time, source, number } = at;
  const noticeIdOf = (key: string): string => `escalation-${id}-${key}`;
  const outcomes = done.outcomes.map(({ kind, ...data }, index) => {
    const telling = 'key' in data ? { noticeId: noticeIdOf(data.key), told: [...(told.get(data.key) ?? [])] } : {};
    const { key: _, ...rest } = { key: '', ...data };
    return {
      id: `${id}-${number}-${index}`,
      source,
      type: `escalation.${kind}`,
      time,
      data: { escalationId: id, standing, ...rest, ...telling },
      // Each outcome's fields are its event's, which the compiler cannot see through the spread.
    } as unknown as NewEvent & EscalationOutcomeEvent;
  });
  const about = { kind: 'escalation', id } as const;
  const withdrawn = done.effects.flatMap((effect) => ('withdraw' in effect ? [effect.withdraw] : []));
  const notices: NewEvent[] = withdrawn.map((sentence, index) => ({
    id: `${id}-${number}-withdrawn-${index}`,
    source,
    type: 'notice.withdrawn',
    time,
    data: { about, ...settledBy(sentence) },
  }));
  for (const notify of notifiesOf(done.effects)) {
    const whom = (told.get(notify.key) ?? []).filter(({ reached }) => reached);
    const to = new Map(whom.flatMap((one) => one.to).map((one) => [addresseeKey(one), one]));
    const channelIds = whom.flatMap(({ channelId }) => channelId ?? []);
    notices.push({
      id: noticeIdOf(notify.key),
      source,
      type: 'notice.requested',
      time,
      data: {
        noticeId: noticeIdOf(notify.key),
        about,
        to: [...to.values()].slice(0, 100),
        ...(channelIds.length > 0 && { channelIds: [...new Set(channelIds)].slice(0, 100) }),
        urgency: subject.impact === 'low' ? 'inform' : 'page',
        ...noticeWords(subject, standing, notify),
        path: 'inbox',
      },
    });
  }
  return { outcomes, notices };
}

/** What it is about, and which step of which path tells of it. */
function noticeWords({ title, body, words, policyName }: Subject, { reached, lap }: Standing, { cause }: Notify) {
  const policy = policyName;
  const line = {
    step: { key: 'escalation.step', values: { policy, step: reached, lap } },
    'war-room': { key: 'escalation.war-room', values: { policy } },
    reassigned: { key: 'escalation.reassigned', values: { policy } },
    exhausted: { key: 'escalation.exhausted', values: { policy } },
  } as const;
  // Words of a later version are not known here; what they say in the first language is.
  const known = words !== undefined && isKnown(words) ? words : undefined;
  const about = known ?? { title: asText(title), body: body === '' ? [] : [asText(body)] };
  return inWords(about.title, [...about.body, line[cause]]);
}
