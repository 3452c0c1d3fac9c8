/** Something about policies, matrix or rotations that cannot be used: `pointer` is the JSON pointer of the fault, the message a sentence. */
export class EscalationFault extends Error {
  constructor(
    readonly pointer: string,
    message: string,
  ) {
    super(message);
    this.name = 'EscalationFault';
  }
}

type SchemaFault = { readonly instancePath: string; readonly message: string; readonly params?: unknown };

/** The first of a schema's faults, at the field itself where one is missing or too many. */
export function faultOf(faults: readonly SchemaFault[]): EscalationFault {
  // Of a union each branch complains; the deepest fault is of the branch that was meant.
  const [fault] = [...faults].sort((left, right) => depthOf(right) - depthOf(left));
  if (fault === undefined) return new EscalationFault('', 'This is not valid.');
  const params = fault.params as
    | { readonly requiredProperties?: readonly string[]; readonly additionalProperties?: readonly string[] }
    | undefined;
  const field = params?.requiredProperties?.[0] ?? params?.additionalProperties?.[0];
  const pointer = field === undefined ? fault.instancePath : `${fault.instancePath}/${field}`;
  if (params?.requiredProperties !== undefined) return new EscalationFault(pointer, 'This is missing.');
  if (params?.additionalProperties !== undefined) return new EscalationFault(pointer, 'There is no such field.');
  return new EscalationFault(pointer, `This ${fault.message}.`);
}

function depthOf({ instancePath }: SchemaFault): number {
  return instancePath.split('/').length;
}
