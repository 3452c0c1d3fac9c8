/**
 * The `count` directions in which rows vary most: the leading right singular vectors of the matrix `rows` (one row per
 * observation, already centred), each of length 1, at right angles to the others, strongest first. Fewer when the rows span
 * fewer directions.
 *
 * By subspace iteration on the Gram matrix of the columns with a Rayleigh-Ritz step at the end (G. Golub, C. Van Loan,
 * Matrix Computations, 8.2). Deterministic. Cost: n·m² for n rows of m columns.
 */
export function leadingComponents(rows: readonly (readonly number[])[], count: number): number[][] {
  const columns = rows[0]?.length ?? 0;
  const gram = gramOf(rows, columns);
  // Two directions more than asked for: the last ones converge slowest and are thrown away.
  const size = Math.min(columns, rows.length, count + 2);
  let basis = orthonormal(startingVectors(gram, columns, size));
  for (let i = 0; i < ITERATIONS; i++) basis = orthonormal(basis.map((vector) => multiply(gram, vector)));
  const images = basis.map((vector) => multiply(gram, vector));
  const inner = basis.map((vector) => images.map((image) => dot(vector, image)));
  const { values, vectors } = symmetricEigen(inner);
  const strongest = Math.max(0, ...values);
  return vectors
    .map((weights, i) => ({ value: values[i] ?? 0, direction: combine(weights, basis) }))
    .filter(({ value }) => value > 1e-12 * strongest)
    .toSorted((a, b) => b.value - a.value)
    .slice(0, count)
    .map(({ direction }) => direction);
}

/** The inner product of two vectors. */
export function dot(a: readonly number[], b: readonly number[]): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] ?? 0) * (b[i] ?? 0);
  return sum;
}

const ITERATIONS = 24;

function gramOf(rows: readonly (readonly number[])[], columns: number): number[][] {
  const gram = Array.from({ length: columns }, () => Array.from({ length: columns }, () => 0));
  for (const row of rows) {
    for (let i = 0; i < columns; i++) {
      const value = row[i] ?? 0;
      const sums = gram[i] ?? [];
      for (let j = 0; j <= i; j++) sums[j] = (sums[j] ?? 0) + value * (row[j] ?? 0);
    }
  }
  for (let i = 0; i < columns; i++) for (let j = 0; j < i; j++) (gram[j] ?? [])[i] = gram[i]?.[j] ?? 0;
  return gram;
}

/** The columns of the Gram matrix with the longest diagonal, as a start that leans towards the strong directions. */
function startingVectors(gram: readonly (readonly number[])[], columns: number, size: number): number[][] {
  const order = Array.from({ length: columns }, (_, i) => i).toSorted(
    (a, b) => (gram[b]?.[b] ?? 0) - (gram[a]?.[a] ?? 0),
  );
  return order.slice(0, size).map((column) => {
    const vector = [...(gram[column] ?? [])];
    vector[column] = (vector[column] ?? 0) + 1e-9 + 0.01 * (gram[column]?.[column] ?? 0);
    return vector;
  });
}

/** Gram-Schmidt, twice over for rounding; vectors that add no direction are left out. */
function orthonormal(vectors: readonly (readonly number[])[]): number[][] {
  const basis: number[][] = [];
  for (const vector of vectors) {
    const length = Math.sqrt(dot(vector, vector));
    if (length === 0) continue;
    const rest = vector.map((value) => value / length);
    for (let pass = 0; pass < 2; pass++) {
      for (const unit of basis) {
        const along = dot(rest, unit);
        for (let i = 0; i < rest.length; i++) rest[i] = (rest[i] ?? 0) - along * (unit[i] ?? 0);
      }
    }
    const left = Math.sqrt(dot(rest, rest));
    if (left > 1e-10) basis.push(rest.map((value) => value / left));
  }
  return basis;
}

function multiply(matrix: readonly (readonly number[])[], vector: readonly number[]): number[] {
  return matrix.map((row) => dot(row, vector));
}

function combine(weights: readonly number[], vectors: readonly (readonly number[])[]): number[] {
  const sum = Array.from({ length: vectors[0]?.length ?? 0 }, () => 0);
  for (const [k, vector] of vectors.entries()) {
    for (let i = 0; i < sum.length; i++) sum[i] = (sum[i] ?? 0) + (weights[k] ?? 0) * (vector[i] ?? 0);
  }
  return sum;
}

/** Eigenvalues and eigenvectors of a small symmetric matrix by Jacobi's rotations. */
function symmetricEigen(matrix: readonly (readonly number[])[]): { values: number[]; vectors: number[][] } {
  const size = matrix.length;
  const a = matrix.map((row) => [...row]);
  const v = matrix.map((_, i) => matrix.map((__, j) => (i === j ? 1 : 0)));
  const at = (i: number, j: number): number => a[i]?.[j] ?? 0;
  for (let sweep = 0; sweep < 30; sweep++) {
    let off = 0;
    for (let i = 0; i < size; i++) for (let j = 0; j < i; j++) off += at(i, j) ** 2;
    if (off < 1e-300) break;
    for (let p = 0; p < size; p++) {
      for (let q = p + 1; q < size; q++) {
        if (at(p, q) === 0) continue;
        const theta = (at(q, q) - at(p, p)) / (2 * at(p, q));
        const t = Math.sign(theta || 1) / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
        const c = 1 / Math.sqrt(t * t + 1);
        rotate(a, v, p, q, c, t * c);
      }
    }
  }
  return { values: a.map((_, i) => at(i, i)), vectors: v };
}

/** Rotates rows and columns p and q of `a`, and rows p and q of `v`. */
function rotate(a: number[][], v: number[][], p: number, q: number, c: number, s: number): void {
  for (const row of a) {
    const [x, y] = [row[p] ?? 0, row[q] ?? 0];
    row[p] = c * x - s * y;
    row[q] = s * x + c * y;
  }
  for (const matrix of [a, v]) {
    const [rowP, rowQ] = [matrix[p] ?? [], matrix[q] ?? []];
    for (let i = 0; i < rowP.length; i++) {
      const [x, y] = [rowP[i] ?? 0, rowQ[i] ?? 0];
      rowP[i] = c * x - s * y;
      rowQ[i] = s * x + c * y;
    }
  }
}
