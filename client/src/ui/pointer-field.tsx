import { createContext, useContext, useId, type ReactNode } from 'react';
import { ApiError } from '../api/request.ts';
import { problemWords } from './problem-words.ts';

/** What the server said about the last attempt. */
const ProblemContext = createContext<unknown>(null);
export const ProblemProvider = ProblemContext.Provider;

/** What the server said about the field at that JSON pointer, or about what lies within it; `null` for nothing. */
export function useProblemAt(pointer: string, isLeaf = true): string | null {
  const error = useContext(ProblemContext);
  if (!(error instanceof ApiError) || error.pointer === undefined) return null;
  const isHere = error.pointer === pointer || (isLeaf && error.pointer.startsWith(`${pointer}/`));
  return isHere ? problemWords(error) : null;
}

/** A labelled field that shows what the server refused about it. The child is its control. */
export function PointerField({
  at,
  label,
  children,
}: {
  readonly at: string;
  readonly label: string;
  readonly children: ReactNode;
}) {
  const problem = useProblemAt(at);
  return (
    <label className="field" data-faulty={problem !== null || undefined}>
      <span>{label}</span>
      {children}
      {problem !== null && (
        <span role="alert" className="field-problem">
          {problem}
        </span>
      )}
    </label>
  );
}

/** The same for a group of fields. */
export function PointerGroup({
  at,
  legend,
  children,
}: {
  readonly at: string;
  readonly legend: string;
  readonly children: ReactNode;
}) {
  const problem = useProblemAt(at, false);
  const id = useId();
  return (
    <fieldset
      className="field-group"
      data-faulty={problem !== null || undefined}
      aria-describedby={problem === null ? undefined : id}
    >
      <legend>{legend}</legend>
      <div className="field-grid">{children}</div>
      {problem !== null && (
        <p role="alert" className="field-problem" id={id}>
          {problem}
        </p>
      )}
    </fieldset>
  );
}

/** A whole number in minutes for a span in ms; empty is `null`. */
export function MinutesInput({
  ms,
  onChange,
  isOptional = false,
  label,
}: {
  readonly ms: number | null;
  readonly onChange: (ms: number | null) => void;
  readonly isOptional?: boolean;
  readonly label?: string;
}) {
  return (
    <input
      type="number"
      min={0.1}
      step="any"
      max={10_080}
      required={!isOptional}
      aria-label={label}
      value={ms === null ? '' : Number((ms / 60_000).toPrecision(6))}
      onChange={(event) => {
        const { value } = event.target;
        onChange(value === '' ? null : Math.round(Number(value) * 60_000));
      }}
    />
  );
}
