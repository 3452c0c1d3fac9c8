/** An input no formula can be asked about. `field` is the name of the input at fault, `message` says what is wrong with it. */
export class StaffingInputError extends Error {
  override readonly name = 'StaffingInputError';
  readonly field: string;

  constructor(field: string, problem: string) {
    super(`${field}: ${problem}`);
    this.field = field;
  }
}
