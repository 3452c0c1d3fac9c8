import Type, { type Static } from 'typebox';
import { Id, MAX_ID_LENGTH } from '../kit/ids.ts';

const strict = { additionalProperties: false } as const;

/** Most intervals of one recorded day: five minutes each, and the hour a clock change adds. */
export const MAX_RECORDED_INTERVALS = 300;

/** Most segments of one recorded day. */
export const MAX_RECORDED_SEGMENTS = 20;

const Counts = Type.Array(Type.Number({ minimum: 0, maximum: 1_000_000 }), {
  minItems: 1,
  maxItems: MAX_RECORDED_INTERVALS,
});
/** Mean handle time of the contacts of each interval, 0 where none was handled. */
const HandleTimes = Type.Array(Type.Number({ minimum: 0, maximum: 604_800_000 }), {
  maxItems: MAX_RECORDED_INTERVALS,
});

/**
 * What came into one queue on one local day before the log began, interval by interval from `startsAt` (the day's local midnight, epoch ms) on in real
 * time. Forecasts learn from it; the floor's own numbers do not count it. A day that the log itself holds wins over it; told again by the same source
 * with a later `time`, the later word holds.
 */
export const HistoryDayRecorded = Type.Object(
  {
    queueId: Id,
    /** Local date of the site, ISO. */
    date: Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$' }),
    intervalMinutes: Type.Union([
      Type.Literal(5),
      Type.Literal(10),
      Type.Literal(15),
      Type.Literal(30),
      Type.Literal(60),
    ]),
    startsAt: Type.Integer(),
    /** Contacts offered. */
    offeredCounts: Counts,
    handleTimesMs: Type.Optional(HandleTimes),
    /** The same by segment, as far as that is known: parts of the above, in the same intervals. */
    segments: Type.Optional(
      Type.Array(
        Type.Object(
          {
            segment: Type.String({ maxLength: MAX_ID_LENGTH, description: '"" is none' }),
            offeredCounts: Counts,
            handleTimesMs: Type.Optional(HandleTimes),
          },
          strict,
        ),
        { maxItems: MAX_RECORDED_SEGMENTS },
      ),
    ),
  },
  strict,
);
export type HistoryDayRecorded = Static<typeof HistoryDayRecorded>;

export const historyEvents = { 'history.day-recorded': HistoryDayRecorded } as const;
export type HistoryEventType = keyof typeof historyEvents;
export type HistoryEventData = { [K in HistoryEventType]: Static<(typeof historyEvents)[K]> };
