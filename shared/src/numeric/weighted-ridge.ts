/**
 * Weighted ridge regression: for every column of `targets` the coefficients b that minimise
 * `Σ w·(y − x·b)² + Σ penalty·b²`, by the normal equations and Cholesky's decomposition. `rows` and `targets` have one row
 * per observation; the answer has one row of coefficients per target column. Penalties must be positive, so the equations
 * always have one solution. Cost: n·p² for n observations of p covariates.
 */
export function weightedRidge(
  rows: readonly (readonly number[])[],
  targets: readonly (readonly number[])[],
  weights: readonly number[],
  penalties: readonly number[],
): number[][] {
  const p = penalties.length;
  const columns = targets[0]?.length ?? 0;
  const gram = penalties.map((penalty, i) => penalties.map((_, j) => (i === j ? penalty : 0)));
  const right = Array.from({ length: columns }, () => Array.from({ length: p }, () => 0));
  for (const [index, row] of rows.entries()) {
    const weight = weights[index] ?? 0;
    const target = targets[index] ?? [];
    for (let i = 0; i < p; i++) {
      const weighted = weight * (row[i] ?? 0);
      // Calendar covariates are mostly zeros.
      if (weighted === 0) continue;
      const gramRow = gram[i] ?? [];
      for (let j = 0; j <= i; j++) gramRow[j] = (gramRow[j] ?? 0) + weighted * (row[j] ?? 0);
      for (const [column, sums] of right.entries()) sums[i] = (sums[i] ?? 0) + weighted * (target[column] ?? 0);
    }
  }
  const lower = cholesky(gram);
  return right.map((sums) => solveCholesky(lower, sums));
}

/** The lower triangle L of a positive definite matrix given by its lower triangle: L·Lᵀ. */
function cholesky(matrix: readonly (readonly number[])[]): number[][] {
  const lower: number[][] = [];
  for (const [i, row] of matrix.entries()) {
    const current: number[] = [];
    for (let j = 0; j <= i; j++) {
      const other = j === i ? current : (lower[j] ?? []);
      let sum = row[j] ?? 0;
      for (let k = 0; k < j; k++) sum -= (current[k] ?? 0) * (other[k] ?? 0);
      current.push(i === j ? Math.sqrt(Math.max(sum, Number.MIN_VALUE)) : sum / (other[j] ?? 1));
    }
    lower.push(current);
  }
  return lower;
}

function solveCholesky(lower: readonly (readonly number[])[], right: readonly number[]): number[] {
  const solution = [...right];
  for (const [i, row] of lower.entries()) {
    let sum = solution[i] ?? 0;
    for (let k = 0; k < i; k++) sum -= (row[k] ?? 0) * (solution[k] ?? 0);
    solution[i] = sum / (row[i] ?? 1);
  }
  for (let i = lower.length - 1; i >= 0; i--) {
    let sum = solution[i] ?? 0;
    for (let k = i + 1; k < lower.length; k++) sum -= (lower[k]?.[i] ?? 0) * (solution[k] ?? 0);
    solution[i] = sum / (lower[i]?.[i] ?? 1);
  }
  return solution;
}
