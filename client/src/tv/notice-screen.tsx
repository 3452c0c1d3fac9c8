import type { ReactNode } from 'react';

/** A screen that has no board to show says why, in large type, and what can be done. */
export function NoticeScreen({
  title,
  text,
  links = [],
}: {
  readonly title: string;
  readonly text?: string;
  readonly links?: readonly { readonly href: string; readonly text: string }[];
}): ReactNode {
  return (
    <main className="notice">
      <h1>{title}</h1>
      {text !== undefined && <p>{text}</p>}
      {links.length > 0 && (
        <p className="notice-links">
          {links.map((link) => (
            <a key={link.href} href={link.href}>
              {link.text}
            </a>
          ))}
        </p>
      )}
    </main>
  );
}
