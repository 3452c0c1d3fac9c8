import type { DecidedBy } from '../alerts/events.ts';
import type { LoggedEvent } from '../kit/logged-event.ts';
import type { NoticeWords, Sentence } from '../words/words.ts';
import type { EscalationEventType, Told } from './events.ts';
import type { Rung } from './policy.ts';

type OfOne = Exclude<
  EscalationEventType,
  | 'escalation.requested'
  | 'escalation.request-withdrawn'
  | 'escalation.policy-set'
  | 'escalation.policy-removed'
  | 'escalation.matrix-set'
  | 'escalation.rotation-set'
  | 'escalation.rotation-removed'
  | 'escalation.override-set'
  | 'escalation.override-removed'
>;

/** The types that tell what became of one escalation. A full table: a new type does not compile until it is placed. */
const TELLS: Record<EscalationEventType, boolean> = {
  'escalation.requested': false,
  'escalation.request-withdrawn': false,
  'escalation.started': true,
  'escalation.step-reached': true,
  'escalation.held': true,
  'escalation.acknowledged': true,
  'escalation.ack-timed-out': true,
  'escalation.reassigned': true,
  'escalation.snoozed': true,
  'escalation.woken': true,
  'escalation.resolved': true,
  'escalation.noted': true,
  'escalation.war-room-called': true,
  'escalation.exhausted': true,
  'escalation.policy-set': false,
  'escalation.policy-removed': false,
  'escalation.matrix-set': false,
  'escalation.rotation-set': false,
  'escalation.rotation-removed': false,
  'escalation.override-set': false,
  'escalation.override-removed': false,
};

export type EscalationOutcomeEvent = Pick<LoggedEvent<OfOne>, 'type' | 'time' | 'data'>;
type OutcomeType = OfOne extends `escalation.${infer Name}` ? Name : never;

/** One thing that happened to an escalation: what, when, by whom, who was told. `words` is the sentence behind a text of ours. `until` is the end of a wait. */
export type EscalationTimelineEntry = {
  readonly at: number;
  readonly kind: OutcomeType;
  readonly by: DecidedBy | null;
  readonly text: string | null;
  readonly words?: Sentence;
  readonly told: readonly Told[];
  readonly rung: Pick<Rung, 'policyId' | 'round' | 'step'> | null;
  readonly until: number | null;
};

/** Whether an event tells what became of one escalation. */
export function isOutcome(event: { readonly type: string }): event is EscalationOutcomeEvent {
  return TELLS[event.type as EscalationEventType];
}

/** The event as an entry of the escalation's timeline. */
export function timelineEntry(event: EscalationOutcomeEvent): EscalationTimelineEntry {
  const data = event.data as Partial<{
    by: DecidedBy | null;
    note: string;
    reason: string;
    text: string;
    words: Sentence | NoticeWords;
    told: readonly Told[];
    rung: Rung;
  }>;
  const { rung, words } = data;
  const names = event.type === 'escalation.ack-timed-out' ? forgotten(event) : null;
  return {
    at: event.time,
    kind: event.type.slice('escalation.'.length) as OutcomeType,
    by: data.by ?? null,
    text: names ?? data.note ?? data.reason ?? data.text ?? null,
    ...(words !== undefined && 'key' in words && { words }),
    told: data.told ?? [],
    rung: rung === undefined ? null : { policyId: rung.policyId, round: rung.round, step: rung.step },
    until: event.data.standing.dueAt,
  };
}

function forgotten({ data }: EscalationOutcomeEvent): string {
  return 'forgottenBy' in data ? data.forgottenBy.map(({ name }) => name).join(', ') : '';
}
