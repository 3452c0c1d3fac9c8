import { gammaFromOneToTwo } from '../numeric/gamma-function.ts';
import { normalQuantile } from '../numeric/normal-distribution.ts';
import type { RandomStream } from './random-stream.ts';
import type { Distribution } from './scenario.ts';

/** Draws one time, in seconds, with one random number. */
export type Sampler = (stream: RandomStream) => number;

/**
 * A sampler by inversion: exactly one random number per time, so that the n-th contact of a replication keeps its times when
 * something else about the scenario changes.
 */
export function samplerOf(distribution: Distribution): Sampler {
  const { meanSec } = distribution;
  switch (distribution.kind) {
    case 'fixed':
      return (stream) => {
        stream.next();
        return meanSec;
      };
    case 'exponential':
      return (stream) => -meanSec * Math.log(stream.next());
    case 'lognormal': {
      // Mean m and variation c: ln is normal with variance ln(1 + c²) and mean ln m − half of it.
      const variance = Math.log1p(distribution.cv ** 2);
      const deviation = Math.sqrt(variance);
      const centre = Math.log(meanSec) - variance / 2;
      return (stream) => Math.exp(centre + deviation * normalQuantile(stream.next()));
    }
    case 'weibull': {
      const power = 1 / distribution.shape;
      const scale = meanSec / gammaOf(1 + power);
      return (stream) => scale * (-Math.log(stream.next())) ** power;
    }
  }
}

/** Γ(x) for x ≥ 1, by Γ(x) = (x − 1)·Γ(x − 1). */
function gammaOf(x: number): number {
  return x > 2 ? (x - 1) * gammaOf(x - 1) : gammaFromOneToTwo(x);
}
