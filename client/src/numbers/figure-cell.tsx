import { Figure } from './figure.tsx';
import type { FigureOnGlass } from './subject.ts';

/** A cell of a table that is one number with its formula. */
export function FigureCell({ text, ...figure }: FigureOnGlass & { readonly text: string }) {
  return (
    <td className="cell-number">
      <Figure {...figure}>{text}</Figure>
    </td>
  );
}
