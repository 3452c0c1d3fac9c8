/**
 * `e^z − 1 − z`, without the cancellation of the direct form near 0: by its power series for |z| < 0.05, where eight terms
 * reach the last digit. Always ≥ 0. Relative error below 1e-14.
 */
export function exponentialRemainder(z: number): number {
  if (z > 0.05 || z < -0.05) return Math.expm1(z) - z;
  const tail = 1 + z * (1 / 7) * (1 + z * (1 / 8) * (1 + z * (1 / 9) * (1 + z * (1 / 10))));
  return z * z * 0.5 * (1 + z * (1 / 3) * (1 + z * 0.25 * (1 + z * 0.2 * (1 + z * (1 / 6) * tail))));
}
