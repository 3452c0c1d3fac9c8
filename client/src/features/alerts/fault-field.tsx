import { createContext, useContext, useId, type ReactNode } from 'react';
import { ApiError } from '../../api/request.ts';

/** What the server refused, and where: a JSON pointer into the rule. */
export type Fault = { readonly pointer: string; readonly words: string };

export const FaultContext = createContext<Fault | null>(null);

/** The fault that an error of the server names; `null` where it names none. */
export function faultOf(error: unknown): Fault | null {
  if (!(error instanceof ApiError) || error.pointer === undefined) return null;
  return { pointer: error.pointer, words: error.detail ?? error.message };
}

/** What is wrong with the field of that pointer, or with something below it that has no field of its own. */
export function useFault(pointer: string, holdsAll = false): string | null {
  const fault = useContext(FaultContext);
  if (fault === null) return null;
  const here = fault.pointer === pointer || (holdsAll && fault.pointer.startsWith(`${pointer}/`));
  return here ? fault.words : null;
}

type FieldProps = { readonly pointer: string; readonly label: string; readonly holdsAll?: boolean };

/** A labelled field with the reason below it where the server refused it. */
export function Field({ pointer, label, holdsAll = false, children }: FieldProps & { readonly children: ReactNode }) {
  const fault = useFault(pointer, holdsAll);
  return (
    <div className="field-frame" data-faulty={fault !== null || undefined}>
      <label className="field">
        <span>{label}</span>
        {children}
      </label>
      {fault !== null && (
        <p role="alert" className="form-problem">
          {fault}
        </p>
      )}
    </div>
  );
}

/** A group of fields whose own pointer may be refused. */
export function FaultNote({ pointer, holdsAll = false }: { readonly pointer: string; readonly holdsAll?: boolean }) {
  const fault = useFault(pointer, holdsAll);
  if (fault === null) return null;
  return (
    <p role="alert" className="form-problem">
      {fault}
    </p>
  );
}

export function NumberField({
  value,
  onChange,
  min = 0,
  ...field
}: FieldProps & {
  readonly value: number | undefined;
  readonly onChange: (value: number | undefined) => void;
  readonly min?: number;
}) {
  return (
    <Field {...field}>
      <input
        type="number"
        min={min}
        step="any"
        value={value ?? ''}
        onChange={(event) => onChange(event.target.value === '' ? undefined : event.target.valueAsNumber)}
      />
    </Field>
  );
}

export function TextField({
  value,
  onChange,
  isRequired = false,
  ...field
}: FieldProps & {
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly isRequired?: boolean;
}) {
  return (
    <Field {...field}>
      <input required={isRequired} maxLength={200} value={value} onChange={(event) => onChange(event.target.value)} />
    </Field>
  );
}

export type Options = readonly (readonly [value: string, label: string])[];

export function Choice<T extends string>({
  value,
  options,
  onChange,
  ...field
}: FieldProps & {
  readonly value: T;
  readonly options: readonly (readonly [value: T, label: string])[];
  readonly onChange: (value: T) => void;
}) {
  return (
    <Field {...field}>
      <select
        value={value}
        onChange={(event) => {
          const found = options.find(([id]) => id === event.target.value);
          if (found) onChange(found[0]);
        }}
      >
        {options.map(([id, label]) => (
          <option key={id} value={id}>
            {label}
          </option>
        ))}
      </select>
    </Field>
  );
}

/** Some of many, as removable marks with a list to add from. */
export function Picks({
  pointer,
  label,
  addLabel,
  removeLabel,
  ids,
  options,
  nameOf,
  onChange,
}: FieldProps & {
  readonly addLabel: string;
  readonly removeLabel: (name: string) => string;
  readonly ids: readonly string[];
  readonly options: Options;
  readonly nameOf: (id: string) => string;
  readonly onChange: (ids: readonly string[]) => void;
}) {
  const titleId = useId();
  return (
    <div className="picks" role="group" aria-labelledby={titleId}>
      <span id={titleId}>{label}</span>
      {ids.map((id) => (
        <button
          key={id}
          type="button"
          className="chip"
          aria-label={removeLabel(nameOf(id))}
          onClick={() => onChange(ids.filter((one) => one !== id))}
        >
          {nameOf(id)} ×
        </button>
      ))}
      <select
        className="select"
        aria-label={addLabel}
        value=""
        onChange={(event) => event.target.value !== '' && onChange([...ids, event.target.value])}
      >
        <option value="">{addLabel}</option>
        {options
          .filter(([id]) => !ids.includes(id))
          .map(([id, name]) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
      </select>
      <FaultNote pointer={pointer} holdsAll />
    </div>
  );
}
