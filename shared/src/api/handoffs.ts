import Type, { type Static } from 'typebox';
import { DecidedBy } from '../alerts/events.ts';
import { Agreement, Department, DepartmentId } from '../handoffs/department.ts';
import { HandoffText } from '../handoffs/events.ts';
import { HandoffOwner, MAX_DOCUMENTS, MissingDocuments, Priority } from '../handoffs/handoff.ts';
import { HANDOFF_STATES, type HandoffState } from '../handoffs/handoff-machine.ts';
import { ChosenPause } from '../handoffs/pause.ts';
import { Id, Label } from '../kit/ids.ts';

const strict = { additionalProperties: false } as const;
const Moment = Type.Number({ description: "epoch ms of the site's clock" });
const MomentOrNull = Type.Union([Moment, Type.Null()]);
const orNull = <T extends Type.TSchema>(schema: T) => Type.Union([schema, Type.Null()]);

export const DepartmentsAnswer = Type.Object({
  departments: Type.Array(
    Type.Object({ department: Department, version: Type.Integer(), setBy: DecidedBy, setAt: Moment }),
  ),
  agreements: Type.Array(
    Type.Object({ agreement: Agreement, version: Type.Integer(), setBy: DecidedBy, setAt: Moment }),
  ),
});
export type DepartmentsAnswer = Static<typeof DepartmentsAnswer>;

/** Somebody a handoff can be given to. */
export const OwnersAnswer = Type.Array(HandoffOwner);
export type OwnersAnswer = Static<typeof OwnersAnswer>;

export const OpenHandoffRequest = Type.Object(
  {
    title: Label,
    toDepartmentId: DepartmentId,
    fromDepartmentId: Type.Optional(DepartmentId),
    text: Type.Optional(HandoffText),
    kind: Type.Optional(Label),
    priority: Type.Optional(Priority),
    tier: Type.Optional(Label),
    contactId: Type.Optional(Id),
    customerRef: Type.Optional(Id),
    queueId: Type.Optional(Id),
  },
  strict,
);
export type OpenHandoffRequest = Static<typeof OpenHandoffRequest>;

export const AssignRequest = Type.Object({ owner: HandoffOwner, note: Type.Optional(HandoffText) }, strict);
export type AssignRequest = Static<typeof AssignRequest>;
export const PauseRequest = Type.Object(
  { reason: ChosenPause, note: Type.Optional(HandoffText), until: Type.Optional(Moment) },
  strict,
);
export type PauseRequest = Static<typeof PauseRequest>;
export const AskDocumentsRequest = Type.Object(
  {
    documents: Type.Array(Label, { minItems: 1, maxItems: MAX_DOCUMENTS }),
    note: Type.Optional(HandoffText),
  },
  strict,
);
export type AskDocumentsRequest = Static<typeof AskDocumentsRequest>;
export const GiveDocumentRequest = Type.Object(
  {
    document: Label,
    reference: Type.String({ minLength: 1, maxLength: 2_000, description: 'a URL or another way to find it' }),
  },
  strict,
);
export type GiveDocumentRequest = Static<typeof GiveDocumentRequest>;
export const ReasonRequest = Type.Object({ reason: HandoffText }, strict);
export const NoteRequest = Type.Object({ text: HandoffText }, strict);
export const OptionalNoteRequest = Type.Object({ note: Type.Optional(HandoffText) }, strict);

const State = Type.Unsafe<HandoffState>(Type.Union(HANDOFF_STATES.map((state) => Type.Literal(state))));
const PauseAnswer = Type.Object({
  from: Moment,
  to: MomentOrNull,
  until: MomentOrNull,
  reason: Type.Union([...ChosenPause.anyOf, Type.Literal('documents'), Type.Literal('returned')]),
  note: orNull(Type.String()),
});

export const HandoffAnswer = Type.Object({
  id: Type.String(),
  title: Type.String(),
  kind: orNull(Type.String()),
  priority: Priority,
  tier: orNull(Type.String()),
  contactId: orNull(Type.String()),
  customerRef: orNull(Type.String()),
  queueId: orNull(Type.String()),
  fromDepartmentId: orNull(Type.String()),
  toDepartmentId: Type.String(),
  cause: Type.Union([Type.Literal('person'), Type.Literal('transfer')]),
  openedAt: Moment,
  openedBy: DecidedBy,
  state: State,
  owner: HandoffOwner,
  sender: HandoffOwner,
  acceptedAt: MomentOrNull,
  endedAt: MomentOrNull,
  promiseMs: Type.Number({ description: 'business time, ms' }),
  warnShare: Type.Number(),
  acceptMs: orNull(Type.Number({ description: 'business time, ms' })),
  waitingSince: Moment,
  acceptWarnedAt: MomentOrNull,
  acceptMissedAt: MomentOrNull,
  bounceLimit: Type.Integer(),
  bounceCount: Type.Integer(),
  missingDocuments: MissingDocuments,
  documents: Type.Array(
    Type.Object({
      name: Type.String(),
      required: Type.Boolean(),
      given: orNull(Type.Object({ reference: Type.String(), at: Moment, by: DecidedBy })),
    }),
  ),
  pauses: Type.Array(PauseAnswer),
  warnedAt: MomentOrNull,
  breachedAt: MomentOrNull,
  countedMs: orNull(Type.Number()),
  hoursVersion: Type.Integer(),
  movedAt: Moment,
  moveCount: Type.Integer(),
  dueAt: MomentOrNull,
});
export type HandoffAnswer = Static<typeof HandoffAnswer>;

/** One thing that happened to a handoff; `data` is that of its event. */
export const HandoffEntryAnswer = Type.Object({
  move: Type.Integer(),
  at: Moment,
  type: Type.String(),
  by: DecidedBy,
  data: Type.Unknown(),
});
export type HandoffEntryAnswer = Static<typeof HandoffEntryAnswer>;
export const HandoffDetailAnswer = Type.Object({ handoff: HandoffAnswer, entries: Type.Array(HandoffEntryAnswer) });
export type HandoffDetailAnswer = Static<typeof HandoffDetailAnswer>;

/** Where a decision about a handoff stands on the log, and what the handoff is now. */
export const HandoffDecisionAnswer = Type.Object({ position: Type.Integer(), time: Moment, handoff: HandoffAnswer });
export type HandoffDecisionAnswer = Static<typeof HandoffDecisionAnswer>;

/** The clock taken apart: every stretch since it was opened, with what it was and why. */
export const ClockAnswer = Type.Object({
  zone: Type.String(),
  hoursVersion: Type.Integer(),
  now: Moment,
  from: Moment,
  to: Moment,
  promiseMs: Type.Number(),
  countedMs: Type.Number({ description: 'business time that has counted until now, or until it ended' }),
  leftMs: Type.Number({ description: 'business time left; negative after the breach' }),
  warnAt: MomentOrNull,
  dueAt: MomentOrNull,
  breachedAt: MomentOrNull,
  /** When somebody should have accepted it, or should have had, where nobody did. */
  acceptDueAt: MomentOrNull,
  segments: Type.Array(
    Type.Object({
      from: Moment,
      to: Moment,
      kind: Type.Union([
        Type.Literal('counted'),
        Type.Literal('paused'),
        Type.Literal('closed'),
        Type.Literal('holiday'),
      ]),
      holiday: orNull(Type.String()),
      pause: orNull(PauseAnswer.properties.reason),
      note: orNull(Type.String()),
    }),
  ),
  isCut: Type.Boolean({ description: 'there are more segments than are answered' }),
});
export type ClockAnswer = Static<typeof ClockAnswer>;

/** Longest span attainment is asked for, ms: 400 days. */
export const MAX_ATTAINMENT_MS = 400 * 86_400_000;

/**
 * Handoffs of a pair that were settled in a day or month of the site's zone: answered, or broken, whichever came first. `rate` is `within` of
 * `settled`; `null` where nothing was settled.
 */
export const AttainmentAnswer = Type.Array(
  Type.Object({
    fromDepartmentId: orNull(Type.String()),
    toDepartmentId: Type.String(),
    period: Type.String({ description: 'YYYY-MM-DD or YYYY-MM' }),
    settled: Type.Integer(),
    within: Type.Integer(),
    rate: orNull(Type.Number()),
  }),
);
export type AttainmentAnswer = Static<typeof AttainmentAnswer>;
