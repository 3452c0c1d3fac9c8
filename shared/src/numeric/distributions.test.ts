import { describe, expect, it } from 'vitest';
import { gammaFromOneToTwo } from './gamma-function.ts';
import { normalDensity, normalDistribution, normalQuantile } from './normal-distribution.ts';
import { studentQuantile } from './student-t.ts';

describe('distributions', () => {
  it('the normal quantile undoes the distribution, and both have their tabulated values', () => {
    expect(normalQuantile(0.975)).toBeCloseTo(1.959963985, 8);
    expect(normalQuantile(0.001)).toBeCloseTo(-3.090232306, 7);
    expect(normalDistribution(1)).toBeCloseTo(0.841344746, 6);
    expect(normalDensity(0)).toBeCloseTo(0.398942280401, 11);
    for (const p of [1e-6, 0.02, 0.3, 0.5, 0.8, 0.99]) expect(normalDistribution(normalQuantile(p))).toBeCloseTo(p, 6);
  });

  it('the t quantile has its tabulated values', () => {
    expect(studentQuantile(0.975, 1)).toBeCloseTo(12.7062, 4);
    expect(studentQuantile(0.975, 2)).toBeCloseTo(4.30265, 5);
    expect(studentQuantile(0.975, 4)).toBeCloseTo(2.77645, 4);
    expect(studentQuantile(0.975, 9)).toBeCloseTo(2.26216, 5);
    expect(studentQuantile(0.995, 19)).toBeCloseTo(2.86093, 5);
    expect(studentQuantile(0.9995, 29)).toBeCloseTo(3.65941, 4);
    expect(studentQuantile(0.025, 9)).toBeCloseTo(-2.26216, 5);
    expect(studentQuantile(0.5, 7)).toBe(0);
  });

  it('the gamma function has its known values', () => {
    expect(gammaFromOneToTwo(1)).toBeCloseTo(1, 14);
    expect(gammaFromOneToTwo(1.5)).toBeCloseTo(Math.sqrt(Math.PI) / 2, 14);
    expect(gammaFromOneToTwo(2)).toBeCloseTo(1, 14);
  });
});
