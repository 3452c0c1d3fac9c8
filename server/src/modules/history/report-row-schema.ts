import Type from 'typebox';
import type { ReportRow } from '@floorwalk/shared/report/report-row';

const Count = Type.Integer();
const Ms = Type.Union([Type.Number(), Type.Null()]);
const Ratio = Type.Union([Type.Number(), Type.Null()]);
const When = Type.Union([Type.String(), Type.Null()]);
const CountBySeconds = Type.Record(Type.String(), Type.Integer());

/** One interval as the API documents it; the compiler holds it against the report's own type, field by field. */
export const ReportRowSchema = Type.Object({
  start: Type.String({ description: 'local time of the site, ISO 8601 with offset' }),
  startAt: Type.Number({ description: 'epoch ms' }),
  queueId: Type.Optional(Type.String()),
  groupId: Type.Optional(Type.String()),
  teamId: Type.Optional(Type.String()),
  offeredCount: Count,
  answeredCount: Count,
  abandonedCount: Count,
  shortAbandonedCount: Count,
  flowedOutCount: Count,
  transferredCount: Count,
  endedBeforeQueueCount: Count,
  presentedCount: Count,
  notAnsweredCount: Count,
  answeredWithin: CountBySeconds,
  abandonedWithin: CountBySeconds,
  serviceLevel: Type.Record(Type.String(), Ratio),
  abandonRate: Ratio,
  abandonRateWithoutShort: Ratio,
  averageSpeedOfAnswerMs: Ms,
  averageHandleTimeMs: Ms,
  averageTalkTimeMs: Ms,
  averageHoldTimeMs: Ms,
  averageAfterContactWorkMs: Ms,
  averageAbandonTimeMs: Ms,
  handledCount: Count,
  waitP50Ms: Ms,
  waitP90Ms: Ms,
  waitP95Ms: Ms,
  waitMaxMs: Ms,
  occupancy: Ratio,
  firstContactResolution: Ratio,
  peakWaitingCount: Count,
  peakWaitingAt: When,
  peakInServiceCount: Count,
  peakInServiceAt: When,
} satisfies { readonly [K in keyof Required<ReportRow>]: unknown });
