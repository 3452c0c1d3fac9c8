import { Compile } from 'typebox/compile';
import { EscalationFault, faultOf } from './escalation-fault.ts';
import { ANY, IMPACTS, keyOf, SeverityMatrix, type MatrixCell } from './matrix.ts';

const check = Compile(SeverityMatrix);

/** A matrix from parsed JSON. Throws {@link EscalationFault}: every impact needs a cell for any tier and contract, so that nothing falls through. */
export function readMatrix(value: unknown, policyIds: ReadonlySet<string>): SeverityMatrix {
  if (!check.Check(value)) throw faultOf(check.Errors(value));
  const matrix = value as SeverityMatrix;
  const seen = new Set<string>();
  matrix.cells.forEach((cell, index) => {
    const at = `/cells/${index}`;
    const key = JSON.stringify([cell.impact, keyOf(cell.tier), keyOf(cell.contract)]);
    if (seen.has(key)) throw new EscalationFault(at, 'This impact, tier and contract stand in the matrix twice.');
    seen.add(key);
    checkChoice(cell, at, policyIds);
  });
  for (const impact of IMPACTS) {
    if (!seen.has(JSON.stringify([impact, ANY, ANY])))
      throw new EscalationFault('/cells', `The impact “${impact}” needs a cell for any tier and any contract.`);
  }
  if (matrix.highValue !== null) checkChoice(matrix.highValue, '/highValue', policyIds);
  return matrix;
}

function checkChoice(
  choice: Pick<MatrixCell, 'policyId' | 'acknowledgeWithinMs' | 'resolveWithinMs'>,
  at: string,
  policyIds: ReadonlySet<string>,
): void {
  if (!policyIds.has(choice.policyId))
    throw new EscalationFault(`${at}/policyId`, `There is no policy ${choice.policyId} in force.`);
  if (choice.resolveWithinMs < choice.acknowledgeWithinMs)
    throw new EscalationFault(`${at}/resolveWithinMs`, 'Nothing is resolved sooner than it is acknowledged.');
}
