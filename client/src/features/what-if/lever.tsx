import { useId } from 'react';

type Props = {
  readonly label: string;
  readonly value: number;
  readonly min: number;
  readonly max: number;
  readonly step: number;
  readonly show: (value: number) => string;
  readonly change: (value: number) => void;
};

/** One slider with its value in words; arrow keys move it by a step. */
export function Lever({ label, value, min, max, step, show, change }: Props) {
  const id = useId();
  return (
    <div className="what-if-lever">
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        type="range"
        min={min}
        max={max}
        step={step}
        value={Math.min(max, Math.max(min, value))}
        aria-valuetext={show(value)}
        onChange={(event) => change(Number(event.target.value))}
      />
      <output htmlFor={id} className="numeric">
        {show(value)}
      </output>
    </div>
  );
}
