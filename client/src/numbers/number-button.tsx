import { memo, useContext, type ReactNode, type Ref } from 'react';
import { ListMode } from '../ui/list-mode.ts';
import type { NumberOnGlass } from './subject.ts';

type Props = NumberOnGlass & {
  readonly children?: ReactNode;
  /** Small beside the number: how much it stands on. */
  readonly note?: string | null;
  readonly className?: string;
  /** In a grid the cell holds the focus, not the number; in a plain table the number does. */
  readonly inGrid?: boolean;
  readonly label?: string;
  readonly ref?: Ref<HTMLButtonElement>;
};

/**
 * A number that explains itself when clicked. A plain button without a handler of its own: the desk listens once for all of them, because
 * hundreds are drawn anew several times a second. Not drawn where nothing about it changed: give the same `subject` again, and text.
 */
export const NumberButton = memo(function NumberButton(props: Props) {
  const { metric, subject, window, children, note, className, inGrid, label, ref } = props;
  const isList = useContext(ListMode);
  return (
    <button
      ref={ref}
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
      {note && <small className="quiet">{note}</small>}
    </button>
  );
});
