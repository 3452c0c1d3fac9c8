import { useContext, type ReactNode } from 'react';
import { ListMode } from '../ui/list-mode.ts';
import type { NumberOnGlass } from './subject.ts';

type Props = NumberOnGlass & {
  readonly children: ReactNode;
  readonly className?: string;
  /** In a grid the cell holds the focus, not the number; in a plain table the number does. */
  readonly inGrid?: boolean;
  readonly label?: string;
};

/**
 * A number that explains itself when clicked. A plain button without a handler of its own: the desk listens once for all of them, because
 * hundreds are drawn anew several times a second.
 */
export function NumberButton({ metric, subject, window, children, className, inGrid, label }: Props) {
  const isList = useContext(ListMode);
  return (
    <button
      type="button"
      className={className ? `number ${className}` : 'number'}
      data-metric={metric}
      data-table={subject.table}
      data-subject={subject.id}
      data-window={window}
      tabIndex={inGrid && !isList ? -1 : undefined}
      aria-haspopup="dialog"
      aria-label={label}
    >
      {children}
    </button>
  );
}
