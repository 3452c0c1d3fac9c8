import type { ReactNode } from 'react';

type Props = { readonly labelledBy: string; readonly className?: string; readonly children: ReactNode };

/** A part that scrolls by itself: reachable by keyboard, so that everything in it can be read without a mouse. */
export function ScrollRegion({ labelledBy, className = 'table-scroll', children }: Props) {
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must take the focus, or the keyboard cannot scroll it
    <div className={className} tabIndex={0} role="region" aria-labelledby={labelledBy}>
      {children}
    </div>
  );
}
