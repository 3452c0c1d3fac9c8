import Type, { type Static } from 'typebox';
import { DecidedBy } from '../alerts/events.ts';
import { Id, Label } from '../kit/ids.ts';
import { Agreement, Department, DepartmentId } from './department.ts';
import { HandoffOwner, MAX_DOCUMENTS, MissingDocuments, Priority } from './handoff.ts';
import { ChosenPause } from './pause.ts';

const strict = { additionalProperties: false } as const;
const Version = Type.Integer({ minimum: 1 });
const Moment = Type.Number();
/** Longest text of people's own. */
export const HandoffText = Type.String({ minLength: 1, maxLength: 1_000 });

/** A department is as described from now on; its open handoffs are reckoned by its new hours. */
export const DepartmentSet = Type.Object({ department: Department, version: Version, by: DecidedBy }, strict);
export const DepartmentRemoved = Type.Object({ departmentId: DepartmentId, by: DecidedBy }, strict);
export const AgreementSet = Type.Object({ agreement: Agreement, version: Version, by: DecidedBy }, strict);
export const AgreementRemoved = Type.Object(
  { fromDepartmentId: DepartmentId, toDepartmentId: DepartmentId, by: DecidedBy },
  strict,
);

/**
 * Something was handed over. Everything the promise depends on is fixed here, but for the department's hours. `transferPosition` is where on the
 * log the transfer stands that opened it by itself.
 */
export const HandoffOpened = Type.Object(
  {
    handoffId: Id,
    title: Label,
    text: Type.Optional(HandoffText),
    kind: Type.Optional(Label),
    priority: Priority,
    tier: Type.Optional(Label),
    contactId: Type.Optional(Id),
    customerRef: Type.Optional(Id),
    queueId: Type.Optional(Id),
    fromDepartmentId: Type.Optional(DepartmentId),
    toDepartmentId: DepartmentId,
    owner: HandoffOwner,
    sender: HandoffOwner,
    promiseMs: Type.Integer({ minimum: 1 }),
    acceptMs: Type.Optional(Type.Integer({ minimum: 1 })),
    warnShare: Type.Number({ minimum: 0, maximum: 1 }),
    bounceLimit: Type.Integer({ minimum: 0 }),
    documents: Type.Array(Label, { maxItems: MAX_DOCUMENTS }),
    missingDocuments: MissingDocuments,
    hoursVersion: Version,
    transferPosition: Type.Optional(Type.Integer({ minimum: 1 })),
    by: DecidedBy,
  },
  strict,
);
export type HandoffOpened = Static<typeof HandoffOpened>;

const moved = { handoffId: Id, by: DecidedBy };

/** Somebody took it; from `opened` or from the exception owner. */
export const HandoffAccepted = Type.Object({ ...moved, owner: HandoffOwner, waits: Type.Boolean() }, strict);
export const HandoffAssigned = Type.Object({ ...moved, owner: HandoffOwner, note: Type.Optional(HandoffText) }, strict);
/** The clock stands; `until` lets it run on by itself then. */
export const HandoffPaused = Type.Object(
  { ...moved, reason: ChosenPause, note: Type.Optional(HandoffText), until: Type.Optional(Moment) },
  strict,
);
/** The clock runs on since `at`, which is earlier than the event where it ran on by itself. `waits`: for documents. */
export const HandoffResumed = Type.Object({ ...moved, at: Moment, waits: Type.Boolean() }, strict);
export const HandoffDocumentsAsked = Type.Object(
  {
    ...moved,
    documents: Type.Array(Label, { minItems: 1, maxItems: MAX_DOCUMENTS }),
    note: Type.Optional(HandoffText),
  },
  strict,
);
/** Where a document is; the document itself is kept elsewhere. */
export const HandoffDocumentGiven = Type.Object(
  { ...moved, document: Label, reference: Type.String({ minLength: 1, maxLength: 2_000 }) },
  strict,
);
/** Sent back to whom it came from, and why; `bounceCount` with this time. */
export const HandoffReturned = Type.Object(
  { ...moved, reason: HandoffText, owner: HandoffOwner, bounceCount: Type.Integer({ minimum: 1 }) },
  strict,
);
export const HandoffSentAgain = Type.Object(
  { ...moved, owner: HandoffOwner, note: Type.Optional(HandoffText) },
  strict,
);
/** Nobody took it in time, or it went to and fro too often: it lies with the exception owner. */
export const HandoffExcepted = Type.Object(
  {
    ...moved,
    owner: HandoffOwner,
    why: Type.Union([Type.Literal('bounce-limit'), Type.Literal('not-accepted')]),
    reason: Type.Optional(HandoffText),
  },
  strict,
);
/** The promise will be broken at `dueAt` unless it is answered. */
export const HandoffWarned = Type.Object({ ...moved, dueAt: Moment }, strict);
/** Nobody will have accepted it by `dueAt` unless somebody does. */
export const HandoffAcceptanceWarned = Type.Object({ ...moved, dueAt: Moment }, strict);
/** Nobody had accepted it by `dueAt`. */
export const HandoffAcceptanceMissed = Type.Object({ ...moved, dueAt: Moment }, strict);
/** The promise was broken at `dueAt`. */
export const HandoffBreached = Type.Object({ ...moved, dueAt: Moment }, strict);
export const HandoffCompleted = Type.Object(
  { ...moved, note: Type.Optional(HandoffText), countedMs: Type.Number({ minimum: 0 }), hoursVersion: Version },
  strict,
);
export const HandoffCancelled = Type.Object(
  { ...moved, reason: HandoffText, countedMs: Type.Number({ minimum: 0 }), hoursVersion: Version },
  strict,
);
export const HandoffNoted = Type.Object({ ...moved, text: HandoffText }, strict);

/** What happens to one handoff after it was opened. */
export const handoffMoves = {
  'handoff.accepted': HandoffAccepted,
  'handoff.assigned': HandoffAssigned,
  'handoff.paused': HandoffPaused,
  'handoff.resumed': HandoffResumed,
  'handoff.documents-asked': HandoffDocumentsAsked,
  'handoff.document-given': HandoffDocumentGiven,
  'handoff.returned': HandoffReturned,
  'handoff.sent-again': HandoffSentAgain,
  'handoff.excepted': HandoffExcepted,
  'handoff.acceptance-warned': HandoffAcceptanceWarned,
  'handoff.acceptance-missed': HandoffAcceptanceMissed,
  'handoff.warned': HandoffWarned,
  'handoff.breached': HandoffBreached,
  'handoff.completed': HandoffCompleted,
  'handoff.cancelled': HandoffCancelled,
  'handoff.noted': HandoffNoted,
} as const;
export type HandoffMoveType = keyof typeof handoffMoves;
export type HandoffMoveData = { [K in HandoffMoveType]: Static<(typeof handoffMoves)[K]> };
/** A move on its way to the log. */
export type HandoffMove = {
  [K in HandoffMoveType]: { readonly type: K; readonly data: HandoffMoveData[K] };
}[HandoffMoveType];

export const handoffEvents = {
  'handoff.department-set': DepartmentSet,
  'handoff.department-removed': DepartmentRemoved,
  'handoff.agreement-set': AgreementSet,
  'handoff.agreement-removed': AgreementRemoved,
  'handoff.opened': HandoffOpened,
  ...handoffMoves,
} as const;
export type HandoffEventType = keyof typeof handoffEvents;
export type HandoffEventData = { [K in HandoffEventType]: Static<(typeof handoffEvents)[K]> };

export const isHandoffType = (type: string): type is HandoffEventType => type in handoffEvents;
