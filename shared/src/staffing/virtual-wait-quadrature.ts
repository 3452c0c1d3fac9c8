import { exponentialRemainder } from '../numeric/exponential-remainder.ts';
import { GAUSS_NODES, GAUSS_WEIGHTS } from '../numeric/gauss-legendre.ts';
import { type VirtualWait, virtualWaitPeak, virtualWaitPeakAt } from './virtual-wait-moments.ts';

/**
 * The moments of the virtual wait (see `VirtualWait`) by composite Gauss-Legendre quadrature, for queues where patience
 * times arrival rate is so large that the sum would have thousands of terms.
 *
 * With z the distance from the peak, the density is `exp(−d·z + c(1 − e^{−z} − z))`, c = min(a, b), d = max(0, a − b):
 * written this way no large numbers cancel. Panels start at the peak and follow the curve's own width to both sides
 * until the density is below 1e-20 of its peak.
 */
export function virtualWaitByQuadrature(a: number, b: number, aMinusB: number): VirtualWait {
  const peak = virtualWaitPeakAt(a, b, aMinusB);
  const curve = { c: Math.min(a, b), d: Math.max(0, aMinusB) };
  const sums = { total: 0, abandoned: 0, answered: 0, answeredWait: 0, abandonedWait: 0 };

  let from = 0;
  for (let panel = 0; panel < MOST_PANELS; panel++) {
    const to = from + panelWidth(curve, from);
    addPanel(sums, curve, peak, from, to);
    from = to;
    if (logDensity(curve, from) < NEGLIGIBLE) break;
  }
  let to = 0;
  for (let panel = 0; panel < MOST_PANELS && to > -peak; panel++) {
    // The curve steepens to the left: take the width of the far end of the panel, not of the near one.
    const near = Math.min(3, panelWidth(curve, to));
    const width = Math.min(near, 1.3 * panelWidth(curve, to - near));
    const start = Math.max(-peak, to - width);
    addPanel(sums, curve, peak, start, to);
    to = start;
    if (logDensity(curve, to) < NEGLIGIBLE) break;
  }
  return {
    total: a * sums.total,
    abandoned: a * sums.abandoned,
    answered: a * sums.answered,
    answeredWait: a * sums.answeredWait,
    abandonedWait: a * sums.abandonedWait,
    scale: virtualWaitPeak(a, b, aMinusB),
    scaledByPeak: true,
  };
}

interface Curve {
  readonly c: number;
  readonly d: number;
}

type Sums = { total: number; abandoned: number; answered: number; answeredWait: number; abandonedWait: number };

const MOST_PANELS = 400;

/** Natural logarithm of 1e-20. */
const NEGLIGIBLE = -46;

/** Logarithm of the density at distance z from its peak. */
function logDensity({ c, d }: Curve, z: number): number {
  return -d * z - c * exponentialRemainder(-z);
}

/** A width over which the density is smooth enough for one panel: 3.5 standard deviations, 14 decay lengths, at most 3. */
function panelWidth({ c, d }: Curve, z: number): number {
  const curvature = c * Math.exp(-z);
  const slope = Math.abs(d + c * -Math.expm1(-z));
  const width = 3.5 / (Math.sqrt(curvature) + slope / 4);
  return curvature > 1e-18 ? Math.min(3, width) : width;
}

function addPanel(sums: Sums, curve: Curve, peak: number, from: number, to: number): void {
  const half = (to - from) / 2;
  const middle = (from + to) / 2;
  for (let i = 0; i < GAUSS_NODES.length; i++) {
    const z = middle + half * (GAUSS_NODES[i] ?? 0);
    const weight = half * (GAUSS_WEIGHTS[i] ?? 0) * Math.exp(logDensity(curve, z));
    const x = peak + z;
    const staying = Math.exp(-x);
    sums.total += weight;
    sums.abandoned += weight * (x > 0.05 ? 1 - staying : -Math.expm1(-x));
    sums.answered += weight * staying;
    sums.answeredWait += weight * staying * x;
    // ∫₀ˣ u·e^{−u} du = e^{−x}(e^x − 1 − x): the mean wait of those who leave before x.
    sums.abandonedWait += weight * (x > 0.05 ? 1 - (1 + x) * staying : staying * exponentialRemainder(x));
  }
}
