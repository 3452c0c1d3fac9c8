/**
 * `e^z − 1 − z`, without the cancellation of the direct form near 0: by its power series for |z| < 0.5.
 * Always ≥ 0.
 */
export function exponentialRemainder(z: number): number {
  if (z > 0.5 || z < -0.5) return Math.expm1(z) - z;
  let term = (z * z) / 2;
  let sum = term;
  for (let n = 3; n < 30; n++) {
    term *= z / n;
    sum += term;
    if (Math.abs(term) < 1e-18 * sum) break;
  }
  return sum;
}
