import { describe, expect, it } from 'vitest';
import { parseDuration, parseNumber, parseShare, parseTarget } from './quantity.ts';

describe('quantities as typed', () => {
  it.each([
    ['180s', 180],
    ['30m', 1800],
    ['1.5h', 5400],
    ['1d', 86_400],
    ['250ms', 0.25],
    ['45', 45],
    ['-5s', -5],
    ['3 min', 180],
    ['2 Minutes', 120],
    ['1h30m', 5400],
    ['1h 30m 5s', 5405],
    ['PT3M', 180],
    ['PT1H30M', 5400],
    ['P1D', 86_400],
    ['6w', 3_628_800],
    ['1 hour', 3600],
    ['1e3s', 1000],
  ])('the duration %s is %d seconds', (text, seconds) => expect(parseDuration('--aht', text)).toBe(seconds));

  it.each(['', 'abc', '5 parsecs', '1:30', 's', '5 5', '5m5', 'm5', '5s x', 'P', 'PT', '--5s', '1,5m'])(
    '"%s" is refused as a duration, naming the flag',
    (text) => {
      expect(() => parseDuration('--aht', text)).toThrow(/--aht/);
    },
  );

  it('a share is a fraction or a percentage', () => {
    expect(parseShare('--shrinkage', '0.3')).toBe(0.3);
    expect(parseShare('--shrinkage', '30%')).toBe(0.3);
    expect(() => parseShare('--shrinkage', 'much')).toThrow(/--shrinkage/);
    expect(() => parseNumber('--calls', ' ')).toThrow(/--calls/);
  });

  it.each([
    ['80/20', 0.8, 20],
    ['0.8/20s', 0.8, 20],
    ['95%/1m', 0.95, 60],
    ['1/20', 1, 20],
    ['0/20', 0, 20],
  ])('the target %s is a share of %d within %d seconds', (text, targetSL, targetSec) => {
    expect(parseTarget('--target', text)).toEqual({ targetSL, targetSec });
  });

  it.each(['80', '80/20/10', '/20', '80/'])('"%s" is refused as a target', (text) => {
    expect(() => parseTarget('--target', text)).toThrow(/--target/);
  });
});
