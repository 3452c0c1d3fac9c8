import { useContext, type ReactNode, type Ref } from 'react';
import { InNumberTable } from '../ui/number-table.ts';
import type { FigureOnGlass } from './subject.ts';

type Props = FigureOnGlass & {
  readonly children?: ReactNode;
  readonly className?: string;
  /** In a grid the cell holds the focus, not the number. */
  readonly inGrid?: boolean;
  readonly ref?: Ref<HTMLButtonElement>;
};

/**
 * A number that explains itself when clicked, and is not read from a row of live numbers: of one interval, one agent, one contact, or
 * worked out on the server. The pop-over shows it as it stands here. See `NumberButton` for numbers of queues and bots, and `plain` for
 * those that measure nothing.
 */
export function Figure({ figure, of, above, below, value, children, className, inGrid, ref }: Props) {
  const isInTable = useContext(InNumberTable);
  return (
    <button
      ref={ref}
      type="button"
      className={className ? `number ${className}` : 'number'}
      data-figure={figure}
      data-of={of}
      data-above={above}
      data-below={below}
      data-value={value}
      tabIndex={inGrid || isInTable ? -1 : undefined}
      aria-haspopup="dialog"
    >
      {children}
    </button>
  );
}
