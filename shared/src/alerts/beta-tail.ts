/**
 * The probability that a share is above `share` after `successes` of `trials` were seen and nothing was known before (a uniform prior): the tail
 * of Beta(successes + 1, trials − successes + 1). By the binomial sum it equals, term by term from the largest, in logarithms; cost grows with
 * `trials`.
 */
export function betaTail(successes: number, trials: number, share: number): number {
  if (share <= 0) return 1;
  if (share >= 1) return 0;
  // P(Beta(k+1, n-k+1) > p) = P(Binomial(n+1, p) <= k).
  const count = trials + 1;
  const odds = Math.log(share) - Math.log1p(-share);
  let logTerm = count * Math.log1p(-share);
  let sum = 0;
  for (let k = 0; k <= successes; k++) {
    sum += Math.exp(logTerm);
    logTerm += Math.log(count - k) - Math.log(k + 1) + odds;
  }
  return Math.min(1, sum);
}
