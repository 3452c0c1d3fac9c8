import { formatConfidence } from '../../ui/format.ts';
import { PointerField } from '../../ui/pointer-field.tsx';

/** A share of 0-1 in percent. Empty is `null`, where `placeholder` says what holds then. */
export function ShareInput({
  share,
  placeholder,
  label,
  onChange,
}: {
  readonly share: number | null;
  readonly placeholder?: number;
  readonly label?: string;
  readonly onChange: (share: number | null) => void;
}) {
  return (
    <input
      type="number"
      min={0}
      max={100}
      step="any"
      required={placeholder === undefined}
      aria-label={label}
      placeholder={placeholder === undefined ? undefined : formatConfidence(placeholder)}
      value={share === null ? '' : Number((share * 100).toFixed(4))}
      onChange={(event) => onChange(event.target.value === '' ? null : event.target.valueAsNumber / 100)}
    />
  );
}

/** A number with the refusal of its field. `onClear` makes it optional. */
export function PolicyNumber({
  at,
  label,
  value,
  min = 0,
  max,
  step,
  onChange,
  onClear,
}: {
  readonly at: string;
  readonly label: string;
  readonly value: number | null;
  readonly min?: number;
  readonly max: number;
  readonly step?: number;
  readonly onChange: (value: number) => void;
  readonly onClear?: () => void;
}) {
  return (
    <PointerField at={at} label={label}>
      <input
        type="number"
        required={onClear === undefined}
        min={min}
        max={max}
        step={step ?? 1}
        defaultValue={value ?? ''}
        onChange={({ target }) => {
          if (target.value === '') onClear?.();
          else onChange(target.valueAsNumber);
        }}
      />
    </PointerField>
  );
}
