/** An input no formula can be asked about. `field` is the name of the input at fault, `message` says what is wrong with it. */
export class InputError extends Error {
  override readonly name = 'InputError';
  readonly field: string;

  constructor(field: string, problem: string) {
    super(`${field}: ${problem}`);
    this.field = field;
  }
}
