import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readTime } from './read-time.ts';

describe('readTime', () => {
  it.each([
    ['2026-05-04T09:30:00Z', Date.UTC(2026, 4, 4, 9, 30)],
    ['2026-05-04t09:30:00z', Date.UTC(2026, 4, 4, 9, 30)],
    ['2026-05-04 09:30:00.5Z', Date.UTC(2026, 4, 4, 9, 30, 0, 500)],
    ['2026-05-04T09:30:00.123456789Z', Date.UTC(2026, 4, 4, 9, 30, 0, 123)],
    ['1999-02-03T13:10:00+02:00', Date.UTC(1999, 1, 3, 11, 10)],
    ['1999-02-03T13:10:00-03:30', Date.UTC(1999, 1, 3, 16, 40)],
    ['2016-12-31T23:59:60Z', Date.UTC(2017, 0, 1)],
    ['2024-02-29T00:00:00Z', Date.UTC(2024, 1, 29)],
    ['2000-02-29T00:00:00Z', Date.UTC(2000, 1, 29)],
    ['0001-01-01T00:00:00Z', new Date('0001-01-01T00:00:00Z').getTime()],
  ])('reads %s', (text, epochMs) => {
    expect(readTime(text)).toBe(epochMs);
  });

  it.each([
    '',
    'yesterday',
    '2026-05-04',
    '2026-05-04T09:30Z',
    '2026-05-04T09:30:00',
    '2026-13-01T00:00:00Z',
    '2026-00-01T00:00:00Z',
    '2026-02-30T00:00:00Z',
    '2023-02-29T00:00:00Z',
    '1900-02-29T00:00:00Z',
    '2026-05-04T24:00:00Z',
    '2026-05-04T09:60:00Z',
    '2026-05-04T09:30:61Z',
    '2026-05-04T09:30:00+24:00',
    '+002026-05-04T09:30:00Z',
    '１９９９-02-03T13:10:00Z',
  ])('refuses %j', (text) => {
    expect(readTime(text)).toBeNull();
  });

  it('agrees with the platform on every moment it can write down', () => {
    const moments = fc.date({ min: new Date(0), max: new Date('9999-12-31T23:59:59.999Z'), noInvalidDate: true });
    fc.assert(
      fc.property(moments, (date) => {
        expect(readTime(date.toISOString())).toBe(date.getTime());
      }),
    );
  });
});
