import { checkNumber } from '../numeric/check-number.ts';
import { checkErlangs, erlangB } from './erlang-b.ts';
import { MAX_ERLANGS, MAX_SERVERS, MIN_ERLANGS } from './limits.ts';
import { smallestCount } from './smallest-count.ts';
import { InputError } from '../numeric/input-error.ts';

/** The fewest servers that block at most `maxBlocking` (0-1, exclusive) of `erlangs`. Throws InputError. */
export function serversForBlocking(erlangs: number, maxBlocking: number): number {
  checkErlangs(erlangs);
  checkNumber('maxBlocking', maxBlocking, { above: 0, below: 1 });
  const guess = erlangs * (1 - maxBlocking);
  const isEnough = (servers: number): boolean => erlangB({ servers, erlangs }).blocking <= maxBlocking;
  const found = smallestCount(guess, 0, MAX_SERVERS, isEnough);
  if (found === undefined) throw new InputError('maxBlocking', `is not reached with ${MAX_SERVERS} servers`);
  return found;
}

/** The load, in erlangs, of which `servers` block the share `blocking` (0-1, exclusive), by bisection. Throws InputError. */
export function erlangsForBlocking(servers: number, blocking: number): number {
  checkNumber('servers', servers, { above: 0, atMost: MAX_SERVERS });
  checkNumber('blocking', blocking, { above: 0, below: 1 });
  let low = MIN_ERLANGS;
  let high = Math.min(MAX_ERLANGS, (servers + 1) / (1 - blocking));
  for (let i = 0; i < 400 && high - low > 1e-14 * high; i++) {
    // Halve the logarithm while the bracket spans magnitudes, the span after that.
    const middle = low * 4 < high ? Math.sqrt(low * high) : (low + high) / 2;
    if (erlangB({ servers, erlangs: middle }).blocking > blocking) high = middle;
    else low = middle;
  }
  return (low + high) / 2;
}
