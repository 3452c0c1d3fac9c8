import { describe, expect, it } from 'vitest';
import { readHistoryText } from './read-history-file.ts';

const row = { date: '2024-01-02', startMinute: 450, count: 12, line: 2 };

describe('a CSV history', () => {
  it.each([
    ['commas and the usual names', 'date,interval_start,calls\n2024-01-02,07:30,12\n'],
    ['semicolons', 'Date;Start;Count\n2024-01-02;7:30;12\n'],
    ['tabs, quotes and a byte order mark', '\uFEFF"day"\t"time"\t"volume"\n"2024-01-02"\t"07:30:00"\t"12"\n'],
    ['columns in another order with others between', 'offered,site,date,x,start\n12,A,2024-01-02,y,07:30\n'],
    ['date and time in one column', 'timestamp,calls\n2024-01-02T07:30:00,12\n'],
  ])('is read with %s', (_, text) => expect(readHistoryText(text)).toEqual([row]));

  it('without a header is read by position', () => {
    expect(readHistoryText('2024-01-02,07:30,12\n')).toEqual([{ ...row, line: 1 }]);
  });

  it('is read by the columns named, and a name that is not there is said with those that are', () => {
    const text = 'when,at,n,m\n2024-01-02,07:30,12,99\n';
    expect(readHistoryText(text, { date: 'when', start: 'at', count: 'n' })).toEqual([row]);
    expect(readHistoryText(text, { date: '1', start: '2', count: '4' })).toEqual([{ ...row, count: 99 }]);
    expect(() => readHistoryText(text, { count: 'calls' })).toThrow(/calls is not in the file/);
    expect(() => readHistoryText(text)).toThrow(/no column of the file holds counts/);
  });

  it('keeps what cannot be read as what it is, for the history to refuse by name', () => {
    const [first, second, third] = readHistoryText(
      'date,start,count\n2024-01-02,25h,\n2024-01-02,07:99,x\nnever,07:30,1\n',
    );
    expect([first?.startMinute, first?.count]).toEqual([Number.NaN, Number.NaN]);
    expect([second?.startMinute, second?.count]).toEqual([Number.NaN, Number.NaN]);
    expect(third).toMatchObject({ date: 'never', line: 4 });
  });
});
