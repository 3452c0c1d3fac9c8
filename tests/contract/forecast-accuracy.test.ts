import { backtest } from '@floorwalk/shared/forecast/backtest';
import { buildHistory } from '@floorwalk/shared/forecast/build-history';
import { readHistoryFile } from '@floorwalk/server/cli/read-history-file';
import { beforeAll, describe, expect, it } from 'vitest';
import { sharedMaterial } from '../kit/shared-material.ts';

const bankFile = sharedMaterial('data/bank-calls/bank-calls-5min.csv.gz');
const smallBankFile = sharedMaterial('data/anonymous-bank/arrivals-6min-1999-h1.csv.gz');
const missing = (file: string | undefined): string => (file ? '' : ' (skipped: ../shared/data is not here)');

describe.skipIf(!bankFile)(`the bank series of 2003, its last 20 days by rolling origin${missing(bankFile)}`, () => {
  let report: ReturnType<typeof backtest>;
  let repairs: ReturnType<typeof buildHistory>['repairs'];
  beforeAll(() => {
    const built = buildHistory(readHistoryFile(bankFile ?? ''), 30);
    repairs = built.repairs;
    report = backtest(built.history, 20, [600, 720]);
  });

  it('is read as 28 intervals of 30 minutes; the lone five minutes at 21:00 are left out visibly', () => {
    expect(report).toMatchObject({ intervals: 28, days: 20, from: '2003-08-29', to: '2003-09-26' });
    expect(repairs).toEqual([expect.objectContaining({ kind: 'interval-left-out', interval: '21:00' })]);
  });

  it('the baselines are what an independent computation gives', () => {
    const { seasonalNaive, meanOfLastFour } = report.baselines.dayAhead;
    expect(seasonalNaive).toBeCloseTo(0.101, 3);
    expect(meanOfLastFour).toBeCloseTo(0.091, 3);
    expect(report.noiseFloor).toBeCloseTo(0.0229, 3);
  });

  it('a day ahead misses by less than 5.6 %', () => {
    expect(report.dayAheadWape).toBeLessThan(0.056);
  });

  it('one interval ahead misses by at most 4.0 %', () => {
    expect(report.oneAheadWape).toBeLessThanOrEqual(0.04);
  });

  it('two to thirty open days ahead miss little more than one day ahead', () => {
    for (const { steps, wape } of report.horizons) expect(wape, `${steps} days ahead`).toBeLessThan(0.07);
  });

  it.each(['10:00', '12:00'])(
    'the rest of the day at %s misses by at most 4.5 %%, less than without update or by the full ratio',
    (time) => {
      const errors = report.restOfDayWape[time];
      expect(errors?.wape).toBeLessThanOrEqual(0.045);
      expect(errors?.wape).toBeLessThan(errors?.none ?? 0);
      expect(errors?.wape).toBeLessThan(errors?.fullRatio ?? 0);
    },
  );

  it('the 80 % band holds 76 to 84 %, over 60 days also of what is left of a day at every time, and of later days up to 30 open days ahead', () => {
    expect(report.bandCoverage).toBeGreaterThanOrEqual(0.76);
    expect(report.bandCoverage).toBeLessThanOrEqual(0.84);
    const { history } = buildHistory(readHistoryFile(bankFile ?? ''), 30);
    const { restOfDayCoverage, horizons } = backtest(history, 60, [540, 600, 720, 840, 960]);
    for (const [time, share] of Object.entries(restOfDayCoverage)) {
      expect(share, time).toBeGreaterThanOrEqual(0.76);
      expect(share, time).toBeLessThanOrEqual(0.84);
    }
    // The band of the next day would hold 72 to 75 % of these.
    expect(horizons.map(({ steps }) => steps)).toEqual([2, 5, 10, 20, 30]);
    for (const { steps, bandCoverage } of horizons) {
      expect(bandCoverage, `${steps} open days ahead`).toBeGreaterThanOrEqual(0.76);
      expect(bandCoverage, `${steps} open days ahead`).toBeLessThanOrEqual(0.84);
    }
  });
});

describe.skipIf(!smallBankFile)(`the small bank of 1999, its last four weeks${missing(smallBankFile)}`, () => {
  it('is forecast better than by last week or the mean of four weeks, with a band that holds 76 to 84 %', () => {
    const { history } = buildHistory(readHistoryFile(smallBankFile ?? ''), 30);
    const report = backtest(history, 28, [600, 720]);
    const { seasonalNaive, meanOfLastFour } = report.baselines.dayAhead;
    expect(report.intervals).toBe(48);
    expect(report.dayAheadWape).toBeLessThan((meanOfLastFour ?? 0) - 0.02);
    expect(report.dayAheadWape).toBeLessThan((seasonalNaive ?? 0) - 0.02);
    expect(report.oneAheadWape).toBeLessThan(report.dayAheadWape ?? 0);
    expect(report.restOfDayWape['12:00']?.wape).toBeLessThan(report.restOfDayWape['12:00']?.none ?? 0);
    for (const share of [report.bandCoverage, ...Object.values(report.restOfDayCoverage)]) {
      expect(share).toBeGreaterThanOrEqual(0.76);
      expect(share).toBeLessThanOrEqual(0.84);
    }
  });
});
