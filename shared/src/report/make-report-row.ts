import { CELL_FIELDS, readCell, type Readings } from '../floor/cell.ts';
import type { Tally } from '../floor/tally.ts';
import { tallySums } from '../floor/window-reader.ts';
import { nearestRank } from '../kit/nearest-rank.ts';
import { formatLocal } from '../kit/zone.ts';
import { measure } from '../metrics/registry.ts';
import { SERVICE_LEVELS } from '../metrics/service-level.ts';
import type { MetricId, NowReadings } from '../metrics/metric.ts';
import type { Peak } from './peaks.ts';
import type { ReportBy, ReportRow } from './report-row.ts';

type Parts = {
  readonly startAt: number;
  readonly zone: string;
  readonly by: ReportBy;
  readonly key: string;
  readonly tally: Tally;
  readonly busyMs: number;
  readonly availableMs: number;
  readonly peaks: { readonly waiting: Peak | undefined; readonly served: Peak | undefined };
  readonly thresholds: readonly number[];
};

/** No metric over an interval looks at the present. */
const NO_NOW: NowReadings = {
  waitingCount: 0,
  oldestQueuedAt: null,
  inServiceCount: 0,
  agents: [0, 0, 0, 0, 0, 0],
  estimateP50Ms: null,
  estimateP80Ms: null,
};

/** One row of a report; its metrics are the registry's, so that a report cannot differ from the board. */
export function makeReportRow(parts: Parts): ReportRow {
  const { tally, startAt, zone } = parts;
  const readings = readingsOf(parts);
  const value = (id: MetricId): number | null => measure(id, { now: NO_NOW, readings, asOf: startAt }).value;
  const rounded = (id: MetricId): number | null => round(value(id), 3);
  const at = (peak: Peak | undefined): string | null => (peak?.at == null ? null : formatLocal(zone, peak.at));
  return {
    start: formatLocal(zone, startAt),
    startAt,
    ...subject(parts.by, parts.key),
    offeredCount: tally.offeredCount,
    answeredCount: tally.answeredCount,
    abandonedCount: tally.abandonedCount,
    shortAbandonedCount: tally.shortAbandonedCount,
    flowedOutCount: tally.flowedOutCount,
    transferredCount: tally.transferredCount,
    endedBeforeQueueCount: tally.endedBeforeQueueCount,
    presentedCount: tally.presentedCount,
    notAnsweredCount: tally.notAnsweredCount,
    answeredWithin: within(tally.answeredWaits, parts.thresholds),
    abandonedWithin: within(tally.abandonedWaits, parts.thresholds),
    serviceLevel: Object.fromEntries(SERVICE_LEVELS.map((formula) => [formula.name, value(formula.metric)])),
    abandonRate: value('abandon-rate'),
    abandonRateWithoutShort: value('abandon-rate-without-short'),
    averageSpeedOfAnswerMs: rounded('average-speed-of-answer'),
    averageHandleTimeMs: rounded('average-handle-time'),
    averageTalkTimeMs: rounded('average-talk-time'),
    averageHoldTimeMs: rounded('average-hold-time'),
    averageAfterContactWorkMs: rounded('average-after-contact-work'),
    averageAbandonTimeMs: rounded('average-abandon-time'),
    handledCount: tally.handledCount,
    waitP50Ms: readings.waitP50Ms,
    waitP90Ms: readings.waitP90Ms,
    waitP95Ms: readings.waitP95Ms,
    waitMaxMs: readings.waitMaxMs,
    occupancy: round(value('occupancy'), 6),
    firstContactResolution: value('first-contact-resolution'),
    peakWaitingCount: parts.peaks.waiting?.count ?? 0,
    peakWaitingAt: at(parts.peaks.waiting),
    peakInServiceCount: parts.peaks.served?.count ?? 0,
    peakInServiceAt: at(parts.peaks.served),
  };
}

function subject(by: ReportBy, key: string): { queueId?: string; groupId?: string; teamId?: string } {
  switch (by) {
    case 'queue':
      return { queueId: key };
    case 'group':
      return { groupId: key };
    case 'team':
      return { teamId: key };
    case 'site':
      return {};
  }
}

function readingsOf(parts: Parts): Readings {
  const cell: (number | null)[] = Array.from(tallySums(parts.tally));
  const waits = Float64Array.from(parts.tally.answeredWaits);
  const set = (field: (typeof CELL_FIELDS)[number], value: number | null): void => {
    cell[CELL_FIELDS.indexOf(field)] = value;
  };
  set('busyMs', parts.busyMs);
  set('availableMs', parts.availableMs);
  set('waitP50Ms', nearestRank(waits, waits.length, 0.5));
  set('waitP90Ms', nearestRank(waits, waits.length, 0.9));
  set('waitP95Ms', nearestRank(waits, waits.length, 0.95));
  set('waitMaxMs', waits.length === 0 ? null : waits.reduce((longest, wait) => Math.max(longest, wait)));
  return readCell(cell);
}

function within(waits: readonly number[], thresholdsSeconds: readonly number[]): Record<string, number> {
  return Object.fromEntries(
    thresholdsSeconds.map((seconds) => [String(seconds), waits.filter((wait) => wait <= seconds * 1000).length]),
  );
}

function round(value: number | null, digits: number): number | null {
  return value === null ? null : Math.round(value * 10 ** digits) / 10 ** digits;
}
