import { normalQuantile } from './normal-distribution.ts';

/**
 * The quantile of Student's t distribution with `freedom` ≥ 1 degrees of freedom, 0 < p < 1, to about 1e-6 relative for 3
 * degrees and more; exact for 1 and 2.
 * Source: G. W. Hill, "Algorithm 396: Student's t-quantiles" (Communications of the ACM 13, 1970).
 */
export function studentQuantile(p: number, freedom: number): number {
  if (p === 0.5) return 0;
  const twoSided = 2 * Math.min(p, 1 - p);
  const sign = p < 0.5 ? -1 : 1;
  if (freedom === 1) return sign / Math.tan((twoSided * Math.PI) / 2);
  if (freedom === 2) return sign * Math.sqrt(2 / (twoSided * (2 - twoSided)) - 2);
  const a = 1 / (freedom - 0.5);
  const b = (48 / a) * (1 / a);
  let c = (((20_700 * a) / b - 98) * a - 16) * a + 96.36;
  const d = ((94.5 / (b + c) - 3) / b + 1) * Math.sqrt((a * Math.PI) / 2) * freedom;
  let y = (d * twoSided) ** (2 / freedom);
  if (y > 0.05 + a) {
    const x = normalQuantile(twoSided / 2);
    y = x * x;
    if (freedom < 5) c += 0.3 * (freedom - 4.5) * (x + 0.6);
    c = (((0.05 * d * x - 5) * x - 7) * x - 2) * x + b + c;
    y = (((((0.4 * y + 6.3) * y + 36) * y + 94.5) / c - y - 3) / b + 1) * x;
    y = Math.expm1(a * y * y);
  } else {
    y =
      ((1 / (((freedom + 6) / (freedom * y) - 0.089 * d - 0.822) * (freedom + 2) * 3) + 0.5 / (freedom + 4)) * y - 1) *
        ((freedom + 1) / (freedom + 2)) +
      1 / y;
  }
  return sign * Math.sqrt(freedom * y);
}
