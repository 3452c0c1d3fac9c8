import { describe, expect, it } from 'vitest';
import { backtestFile, type FiringRow } from '@floorwalk/server/cli/backtest';
import { sharedMaterial } from '../kit/shared-material.ts';

const february = sharedMaterial('data/anonymous-bank/february1999.txt.gz');

describe.skipIf(february === undefined)(
  february !== undefined
    ? 'the default rules over February 1999'
    : 'the default rules over February 1999 (skipped: the file is not beside the project)',
  () => {
    it(
      'catch the outages of 3 and 21 February in time, and page at most once on any day',
      { timeout: 180_000 },
      async () => {
        const { firings } = await backtestFile(february ?? '', { format: 'anonymous-bank' }, () => undefined);
        const paged = firings.filter((firing) => firing.paged);
        const pageOn = (date: string): FiringRow[] => paged.filter((firing) => firing.firedAt.startsWith(date));
        const firstPageOn = (date: string): string => pageOn(date)[0]?.firedAt ?? 'no page';
        expect(isBetween(firstPageOn('1999-02-03'), '12:51', '12:56'), firstPageOn('1999-02-03')).toBe(true);
        expect(isBetween(firstPageOn('1999-02-21'), '17:08', '17:13'), firstPageOn('1999-02-21')).toBe(true);
        for (let day = 1; day <= 28; day++) {
          const date = `1999-02-${String(day).padStart(2, '0')}`;
          expect(pageOn(date).length, date).toBeLessThanOrEqual(1);
        }
      },
    );
  },
);

/** Whether a local ISO time lies between two times of its day, the second included. */
function isBetween(time: string, from: string, to: string): boolean {
  const clock = time.slice(11, 19);
  return clock >= `${from}:00` && clock <= `${to}:00`;
}
