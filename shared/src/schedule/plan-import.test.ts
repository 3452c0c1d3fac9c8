import { describe, expect, it } from 'vitest';
import { activityBook } from './activity-book.ts';
import { planImport, type ImportLine } from './plan-import.ts';

const line = (activity: string, startAt: number, endAt: number): ImportLine => ({
  line: 1,
  agent: 'ada',
  activity,
  date: '2026-05-04',
  startAt,
  endAt,
});

function dayOf(...lines: ImportLine[]) {
  const { days } = planImport(lines, {
    agents: [{ id: 'ada', name: 'Ada' }],
    mayEdit: () => true,
    book: activityBook([]),
    mapping: {},
    firstDate: '2026-05-01',
    lastDate: '2026-05-31',
  });
  return days.flatMap(({ activities }) => activities.map((one) => `${one.activityId} ${one.startAt}-${one.endAt}`));
}

describe('a day of a file', () => {
  it('with a holiday over a shift is no shift, whichever is named first; an absence within a shift takes its part of it', () => {
    const [shift, holiday] = [line('work', 9, 17), line('absence', 0, 24)];
    expect(dayOf(shift, holiday)).toEqual(['absence 0-24']);
    expect(dayOf(holiday, shift)).toEqual(['absence 0-24']);
    expect(dayOf(shift, line('absence', 10, 11))).toEqual(['work 9-10', 'absence 10-11', 'work 11-17']);
    expect(dayOf(holiday, holiday)).toEqual(['absence 0-24']);
  });
});
