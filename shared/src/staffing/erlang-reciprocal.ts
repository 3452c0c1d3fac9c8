import { gammaFromOneToTwo } from '../numeric/gamma-function.ts';
import { RESCALE_EXPONENT, RESCALE_FACTOR, RESCALE_LIMIT, type ScaledNumber } from '../numeric/scaled-number.ts';

/**
 * `R(N, A) − 1`, where `R = 1 / B` is the reciprocal of the Erlang loss probability of `servers` N (any real number ≥ 0)
 * offered `erlangs` A > 0. Every Erlang formula here is built on it.
 *
 * The stable recurrence `R(0) = 1; R(n) = 1 + (n / A)·R(n − 1)` (D. L. Jagerman, "Some properties of the Erlang loss
 * function", Bell System Technical Journal 53, 1974), unrolled from the top:
 *
 *     R − 1 = Σ_{k ≥ 1} Π_{i < k} (N − i) / A
 *
 * All terms are positive, so nothing cancels, and they fall away once N − k < A, so a loaded system costs O(√N) terms
 * instead of N. For a fraction δ of a server left at the bottom, the last product is multiplied by `R(δ, A) − 1`.
 */
export function erlangReciprocalMinusOne(servers: number, erlangs: number): ScaledNumber {
  const whole = Math.floor(servers);
  let term = 1;
  let sum = 0;
  let exponent = 0;
  for (let k = 0; k < whole; k++) {
    const left = servers - k;
    term *= left / erlangs;
    sum += term;
    if (sum > RESCALE_LIMIT) {
      term *= RESCALE_FACTOR;
      sum *= RESCALE_FACTOR;
      exponent += RESCALE_EXPONENT;
    }
    if (term < 1e-19 * sum && left < erlangs) return { mantissa: sum, exponent };
  }
  const fraction = servers - whole;
  if (fraction > 0) sum += term * fractionReciprocalMinusOne(fraction, erlangs);
  return { mantissa: sum, exponent };
}

/**
 * True when R(N, A) is beyond any double (above 1e340), from Stirling's formula for its largest term. Waiting is then
 * impossible to within the smallest double, and no sum over N terms is needed to say so.
 */
export function isBeyondWaiting(servers: number, erlangs: number): boolean {
  return servers > erlangs && servers * Math.log(servers / erlangs) - (servers - erlangs) > 800;
}

/**
 * `R(δ, A) − 1` for a fraction of one server, 0 < δ < 1, from `R(δ, A) = e^A·A^−δ·Γ(δ + 1, A)` (R. Fortet; the same
 * function as `1/R = A∫e^{−At}(1+t)^δ dt` inverted). Legendre's continued fraction where A is large, the power series
 * of the lower incomplete gamma function where it is small.
 */
function fractionReciprocalMinusOne(fraction: number, erlangs: number): number {
  if (erlangs > 1.5) return fraction * upperGammaFraction(fraction, erlangs);
  let term = 1 / (1 + fraction);
  let series = term;
  for (let n = 1; n < 200 && term > 1e-18 * series; n++) {
    term *= erlangs / (n + 1 + fraction);
    series += term;
  }
  const reciprocal = Math.exp(erlangs) * erlangs ** -fraction * gammaFromOneToTwo(1 + fraction) - erlangs * series;
  // Rounding may take the difference below 0 for a fraction near 0.
  return Math.max(0, reciprocal - 1);
}

/** `e^x·x^−a·Γ(a, x)` by Legendre's continued fraction, evaluated by Lentz's method. */
function upperGammaFraction(a: number, x: number): number {
  const tiny = 1e-300;
  let b = x + 1 - a;
  let c = 1 / tiny;
  let d = 1 / b;
  let value = d;
  for (let i = 1; i < 2000; i++) {
    const numerator = -i * (i - a);
    b += 2;
    d = 1 / (numerator * d + b || tiny);
    c = b + numerator / c || tiny;
    const step = d * c;
    value *= step;
    if (Math.abs(step - 1) < 1e-16) break;
  }
  return value;
}
