import { readFileSync } from 'node:fs';
import { reportFile } from '@floorwalk/server/cli/report';
import { describe, expect, it } from 'vitest';
import { sharedMaterial } from '../kit/shared-material.ts';

const log2010 = sharedMaterial('data/asterisk/queue_log_2010-02-22');
const log2020 = sharedMaterial('data/asterisk/queue_log_2020-08_snippet');
const book = sharedMaterial('data/asterisk/queue_log_asterisk_book_snippet');
const isMissing = log2010 === undefined || log2020 === undefined || book === undefined;
const title = isMissing ? 'Asterisk logs (skipped: ../shared/data is not here)' : 'Asterisk logs';

const whole = async (path: string | undefined) => {
  const options = { format: 'asterisk-queue-log', every: 'all', by: 'site', attribution: 'offered' } as const;
  const { rows, reading, report } = await reportFile(path ?? '', { ...options, thresholds: '20' }, () => undefined);
  return { row: rows[0], reading, anomalyCount: report.state.anomalyCount };
};

describe.skipIf(isMissing)(title, () => {
  it('the log of 2010 has 21 calls, 8 answered of which 6 within 20 s, 12 abandoned, ASA 17.875 s and never more than 2 waiting', async () => {
    const { row, reading, anomalyCount } = await whole(log2010);
    expect(row).toMatchObject({
      offeredCount: 21,
      answeredCount: 8,
      answeredWithin: { '20': 6 },
      abandonedCount: 12,
      averageSpeedOfAnswerMs: 17_875,
      peakWaitingCount: 2,
      notAnsweredCount: 221,
    });
    expect(reading.tally).toMatchObject({ rowCount: 278, refusedCount: 0 });
    expect(reading.tooLateCount()).toBe(0);
    expect(anomalyCount).toBe(0);
  });

  it('in the log of 2010 the waits by the times of its lines and by its holdtime fields are the same', () => {
    const queuedAt = new Map<string, number>();
    let answered = 0;
    for (const line of readFileSync(log2010 ?? '', 'utf8').split('\n')) {
      const [time = '', callId = '', , , verb, hold] = line.split('|');
      if (verb === 'ENTERQUEUE') queuedAt.set(callId, Number(time));
      if (verb !== 'CONNECT') continue;
      answered += 1;
      expect(Number(time) - (queuedAt.get(callId) ?? 0)).toBe(Number(hold));
    }
    expect(answered).toBe(8);
  });

  it('the call that waited through a restart of 2020 flowed out, and blanks in the numbers of 2010’s book hurt nothing', async () => {
    const restarted = await whole(log2020);
    expect(restarted.row).toMatchObject({ offeredCount: 2, answeredCount: 0, abandonedCount: 1, flowedOutCount: 1 });
    const printed = await whole(book);
    expect(printed.row).toMatchObject({ offeredCount: 2, answeredCount: 2, averageSpeedOfAnswerMs: 2000 });
    expect([restarted.anomalyCount, printed.anomalyCount]).toEqual([0, 0]);
    expect(restarted.reading.tally.refusedCount + printed.reading.tally.refusedCount).toBe(0);
  });
});
