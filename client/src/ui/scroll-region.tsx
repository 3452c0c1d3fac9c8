import type { ReactNode } from 'react';
import { InNumberTable, moveAmongNumbers } from './number-table.ts';

type Props = { readonly labelledBy: string; readonly className?: string; readonly children: ReactNode };

/**
 * A part that scrolls by itself: reachable by keyboard, so that everything in it can be read without a mouse. A group, not a landmark: it lies in the
 * section of the same name.
 */
export function ScrollRegion({ labelledBy, className = 'table-scroll', children }: Props) {
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex, jsx-a11y/no-noninteractive-element-interactions -- what scrolls must take the focus, or the keyboard can neither scroll it nor get at its numbers
    <div className={className} tabIndex={0} role="group" aria-labelledby={labelledBy} onKeyDown={moveAmongNumbers}>
      <InNumberTable value>{children}</InNumberTable>
    </div>
  );
}
