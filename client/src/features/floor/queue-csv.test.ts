import { parse } from 'csv-parse/browser/esm/sync';
import { describe, expect, it } from 'vitest';
import { FloorGenerator } from '../../dev/floor-generator.ts';
import { measureRow } from '../../numbers/metric-input.ts';
import { toCsvText } from '../../ui/save-csv.ts';
import { queueCsv } from './queue-csv.ts';

const NOW = Date.UTC(2026, 2, 10, 9);
const context = { window: 'last30m', serviceLevel: 'service-level' } as const;

describe('the queue table as a file', () => {
  it('holds every queue with the numbers of the board, in seconds and percent', async () => {
    const { queues } = new FloorGenerator(7, { queues: 12, agents: 30, bots: 0, teams: 3 }, NOW);
    const columns = ['waiting', 'service-level', 'average-speed-of-answer', 'agents', 'trend'] as const;
    const text = await toCsvText(queueCsv(queues, columns, context, NOW));
    const [header, ...rows] = parse(text, { bom: true }) as string[][];
    expect(header).toHaveLength(8);
    expect(rows.map((row) => row[1])).toEqual(queues.map((queue) => queue.id));
    for (const [index, queue] of queues.entries()) {
      const level = measureRow('service-level', queue, 'last30m', NOW);
      const answer = measureRow('average-speed-of-answer', queue, 'last30m', NOW);
      const row = rows[index] ?? [];
      expect(row[2]).toBe(String(queue.waitingCount));
      expect(row[3]).toBe(level.value === null ? '' : String(Math.round(level.value * 100_000) / 1_000));
      expect(row[4]).toBe(String(level.denominator ?? ''));
      expect(row[5]).toBe(answer.value === null ? '' : String(Math.round(answer.value) / 1_000));
      expect(row[6]).toBe(String(queue.agents[0]));
    }
  });

  it('keeps a name that looks like a formula from being one', async () => {
    const text = await toCsvText({ header: ['name'], rows: [['=1+1'], ['a,b "c"']] });
    expect(parse(text, { bom: true })).toEqual([['name'], ["'=1+1"], ['a,b "c"']]);
  });
});
