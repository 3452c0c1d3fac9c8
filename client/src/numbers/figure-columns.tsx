import type { TableColumn } from '../ui/data-table.tsx';
import { Figure } from './figure.tsx';
import type { FigureOnGlass } from './subject.ts';

type FigureColumn<R> = (
  id: string,
  label: string,
  figure: FigureOnGlass['figure'],
  text: (row: R) => string,
) => TableColumn<R>;

/** Makes columns of a `DataTable` whose numbers explain themselves; `of` says whose they are. */
export function figureColumns<R>(of: (row: R) => string): FigureColumn<R> {
  return (id, label, figure, text) => ({
    id,
    label,
    isNumber: true,
    cell: (row) => (
      <Figure figure={figure} of={of(row)}>
        {text(row)}
      </Figure>
    ),
  });
}
