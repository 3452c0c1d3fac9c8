import { normalDensity, normalDistribution, normalQuantile } from '../numeric/normal-distribution.ts';

/**
 * A first guess of the agents Erlang C needs for a service level: `A + β√A`, with β from
 * `P(wait > T) ≈ e^{−β√A·T/h} / (1 + β·Φ(β)/φ(β))`.
 * Source: S. Halfin, W. Whitt, "Heavy-traffic limits for queues with many exponential servers" (Operations Research 29,
 * 1981). A guess only: the exact formula decides.
 */
export function squareRootStaffingC(erlangs: number, serviceLevel: number, targetInHandleTimes: number): number {
  const root = Math.sqrt(erlangs);
  const allowed = 1 - serviceLevel;
  const beta = solve(
    (x) => Math.exp(-x * root * targetInHandleTimes) / (1 + (x * normalDistribution(x)) / normalDensity(x)) - allowed,
    0,
    12,
  );
  return Math.ceil(erlangs + beta * root);
}

/**
 * A first guess of the agents Erlang A needs, to be answered within the target (of those offered).
 *
 * Where the target is long against the patience and the load is large, an overloaded queue meets it: the wait is then nearly
 * normal about `patience·ln(A/N)`, and those who would wait longer than the target have mostly left. Else near balance, where
 * `P(wait > 0) ≈ [1 + √(θ/μ)·hz(β√(μ/θ)) / hz(−β)]⁻¹`, hz the normal hazard rate.
 * Source: O. Garnett, A. Mandelbaum, M. Reiman 2002; A. Mandelbaum, S. Zeltyn, "Staffing many-server queues with impatient
 * customers: constraint satisfaction in call centers" (Operations Research 57, 2009).
 */
export function squareRootStaffingA(
  erlangs: number,
  serviceLevel: number,
  ahtSec: number,
  patienceSec: number,
  targetSec: number,
): number {
  const staying = Math.exp(-targetSec / patienceSec);
  if (Math.sqrt(erlangs) * (1 - staying) > 2) {
    const enough = serviceLevel / staying;
    if (enough >= 1) return Math.ceil(serviceLevel * erlangs);
    const spread = Math.sqrt(ahtSec / (patienceSec * erlangs * staying));
    return Math.ceil(Math.max(serviceLevel, staying * Math.exp(normalQuantile(enough) * spread)) * erlangs);
  }
  const root = Math.sqrt(erlangs);
  const balance = Math.sqrt(ahtSec / patienceSec);
  // Given a wait, it is a normal variable about −β√(hP/A) with variance hP/A, cut at 0.
  const deviation = Math.sqrt((ahtSec * patienceSec) / erlangs);
  const late = (beta: number): number => {
    const start = beta / balance;
    const waiting = 1 / (1 + (balance * hazard(start)) / hazard(-beta));
    const beyond =
      (1 - normalDistribution(start + targetSec / deviation)) / Math.max(1e-300, 1 - normalDistribution(start));
    return waiting * Math.min(1, beyond) - (1 - serviceLevel);
  };
  return Math.max(0, Math.ceil(erlangs + solve(late, -Math.min(8, root), 8) * root));
}

function hazard(x: number): number {
  // Far out the hazard rate is x itself, and the ratio below would be 0 / 0.
  return x > 8 ? x + 1 / x : normalDensity(x) / (1 - normalDistribution(x));
}

/** The zero of a falling function between two bounds, to 1e-4; a bound when there is none between. */
function solve(falling: (x: number) => number, from: number, to: number): number {
  let low = from;
  let high = to;
  for (let i = 0; i < 18; i++) {
    const middle = (low + high) / 2;
    if (falling(middle) > 0) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
