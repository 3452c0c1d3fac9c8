import { describe, expect, it } from 'vitest';
import { dayOf, epochOf, fromFieldValue, localTimeOf, readMoment, toFieldValue, toIso } from './zone-time.ts';

const ZONES = ['Europe/Berlin', 'Asia/Jerusalem', 'America/New_York', 'Asia/Kolkata', 'UTC', 'Australia/Lord_Howe'];

describe('local time of a zone', () => {
  it('comes back as the same moment in every zone, save for the hour that a clock change repeats', () => {
    for (const zone of ZONES) {
      for (let at = Date.UTC(2026, 0, 1); at < Date.UTC(2027, 0, 1); at += 5_400_000) {
        const back = epochOf(localTimeOf(at, zone), zone);
        expect(localTimeOf(back, zone)).toEqual(localTimeOf(at, zone));
        expect(back === at || at - back === 3_600_000 || at - back === 1_800_000).toBe(true);
      }
    }
  });

  it('gives the moment after the gap for a time that the change to summer time skips', () => {
    const at = fromFieldValue('2026-03-29T02:30:00', 'Europe/Berlin');
    expect(at).toBe(Date.UTC(2026, 2, 29, 1, 30));
  });

  it('reads what it writes, with the offset of that moment', () => {
    const at = Date.UTC(1999, 1, 3, 11, 10);
    expect(toIso(at, 'Asia/Jerusalem')).toBe('1999-02-03T13:10:00+02:00');
    expect(readMoment(toIso(at, 'Asia/Jerusalem'), 'UTC')).toBe(at);
    expect(readMoment('1999-02-03T13:10', 'Asia/Jerusalem')).toBe(at);
    expect(readMoment('1999-02-03T13:10:00 02:00', 'UTC')).toBe(at);
    expect(readMoment(String(at), 'UTC')).toBe(at);
    expect(readMoment('lunch', 'UTC')).toBeNull();
    expect(toFieldValue(at, 'Asia/Jerusalem')).toBe('1999-02-03T13:10:00');
  });

  it('makes days of 23 and 25 hours where the clocks change', () => {
    const lengthOf = (at: number) => {
      const day = dayOf(at, 'Europe/Berlin', '00:00');
      return (day.to - day.from) / 3_600_000;
    };
    expect(lengthOf(Date.UTC(2026, 2, 29, 12))).toBe(23);
    expect(lengthOf(Date.UTC(2026, 9, 25, 12))).toBe(25);
    expect(lengthOf(Date.UTC(2026, 6, 1, 12))).toBe(24);
  });

  it('counts the hours before the day begins to the day before', () => {
    const day = dayOf(Date.UTC(2026, 6, 2, 3), 'UTC', '05:00');
    expect(day).toEqual({ from: Date.UTC(2026, 6, 1, 5), to: Date.UTC(2026, 6, 2, 5) });
  });
});
