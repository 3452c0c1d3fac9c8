import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';

type Props = {
  readonly icon?: LucideIcon;
  readonly title: string;
  readonly children?: ReactNode;
  /** What can be done about it. */
  readonly action?: ReactNode;
};

/** What stands where there is nothing to show: empty, forbidden, failed. */
export function StateNote({ icon: Icon, title, children, action }: Props) {
  return (
    <div className="state-note">
      {Icon && <Icon aria-hidden="true" size={28} />}
      <p className="state-note-title">{title}</p>
      {children && <div className="state-note-text">{children}</div>}
      {action}
    </div>
  );
}

/** Grey bars in the shape of what is coming. */
export function Skeleton({ rows, label }: { readonly rows: number; readonly label: string }) {
  return (
    <div className="skeleton" role="status" aria-label={label}>
      {Array.from({ length: rows }, (_, index) => (
        <span key={index} style={{ width: `${92 - ((index * 37) % 40)}%` }} />
      ))}
    </div>
  );
}
