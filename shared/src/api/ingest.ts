import Type, { type Static } from 'typebox';

/** Documented limits of `POST /api/v1/events`. */
export const INGEST_LIMITS = {
  bodyBytes: 8 * 1024 * 1024,
  batchEvents: 10_000,
  eventBytes: 64 * 1024,
  /** An event may carry a time this far ahead of the site's clock, ms. */
  aheadMs: 5 * 60_000,
  /** Oldest accepted time: 1970-01-01, epoch ms. Late facts enter the log at any age; how the live numbers treat them is another matter. */
  oldestTime: 0,
} as const;

/** Why one event was refused. */
export const RefusalReason = Type.Union([
  Type.Literal('not-an-object'),
  Type.Literal('missing-field'),
  Type.Literal('wrong-type'),
  Type.Literal('invalid-value'),
  Type.Literal('unknown-type'),
  Type.Literal('unknown-field'),
  Type.Literal('too-large'),
  Type.Literal('in-the-future'),
  Type.Literal('too-old'),
  Type.Literal('foreign-source'),
  Type.Literal('not-json'),
]);
export type RefusalReason = Static<typeof RefusalReason>;

/** The answer for each event, in the order sent. `accepted` means committed. */
export const IngestOutcome = Type.Union([
  Type.Object({ status: Type.Literal('accepted'), id: Type.String(), position: Type.Integer() }),
  Type.Object({ status: Type.Literal('duplicate'), id: Type.String(), position: Type.Integer() }),
  Type.Object({
    status: Type.Literal('refused'),
    id: Type.Union([Type.String(), Type.Null()]),
    reason: RefusalReason,
    /** JSON pointer into the event; `/data/queueId`. */
    pointer: Type.String(),
    message: Type.String(),
  }),
]);
export type IngestOutcome = Static<typeof IngestOutcome>;

/** 200 when every event was accepted or known, 207 when some were refused, 400 when all were or the body cannot be read. */
export const IngestAnswer = Type.Object({
  acceptedCount: Type.Integer(),
  duplicateCount: Type.Integer(),
  refusedCount: Type.Integer(),
  results: Type.Array(IngestOutcome),
});
export type IngestAnswer = Static<typeof IngestAnswer>;

/** `GET|POST /api/v1/sites/:site/sources`, `DELETE …/:id`. The token is shown once. */
export const Source = Type.Object({
  id: Type.String(),
  siteId: Type.String(),
  name: Type.String(),
  createdAt: Type.Number(),
  lastUsedAt: Type.Union([Type.Number(), Type.Null()]),
  token: Type.Optional(Type.String()),
});
export type Source = Static<typeof Source>;
