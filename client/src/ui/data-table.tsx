import type { ReactNode } from 'react';
import { t } from '../messages/text.ts';
import { ScrollRegion } from './scroll-region.tsx';

export type TableColumn<R> = {
  readonly id: string;
  readonly label: string;
  /** Stands to the end, in figures of one width. */
  readonly isNumber?: boolean;
  readonly cell: (row: R) => ReactNode;
};

type Props<R> = {
  readonly rows: readonly R[];
  readonly keyOf: (row: R) => string | number;
  /** The first one names the row. */
  readonly columns: readonly TableColumn<R>[];
  /** What can be done with a row, in a last column without a visible head. */
  readonly actions?: (row: R) => ReactNode;
  /** Rows that count no longer are drawn quietly. */
  readonly isQuiet?: (row: R) => boolean;
  /** The id of what it is called by. */
  readonly labelledBy?: string;
  /** Whether its numbers explain themselves: then it is one stop of the Tab key, and arrow keys go among them. */
  readonly hasFigures?: boolean;
};

/** A short list, or a page of one, as a table: for settings, histories and what is cut to its first rows. Long live lists are in a `LiveGrid`. */
export function DataTable<R>({ rows, keyOf, columns, actions, isQuiet, labelledBy, hasFigures }: Props<R>) {
  const table = (
    <table className="table" aria-labelledby={labelledBy}>
      <thead>
        <tr>
          {columns.map(({ id, label, isNumber }) => (
            <th key={id} scope="col" className={isNumber ? 'cell-number' : undefined}>
              {label}
            </th>
          ))}
          {actions && (
            <th scope="col">
              <span className="visually-hidden">{t('settings.column.actions')}</span>
            </th>
          )}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={keyOf(row)} data-quiet={isQuiet?.(row) || undefined}>
            {columns.map(({ id, isNumber, cell }, index) =>
              index === 0 ? (
                <th key={id} scope="row">
                  {cell(row)}
                </th>
              ) : (
                <td key={id} className={isNumber ? 'cell-number' : undefined}>
                  {cell(row)}
                </td>
              ),
            )}
            {actions && <td className="cell-actions">{actions(row)}</td>}
          </tr>
        ))}
      </tbody>
    </table>
  );
  if (!hasFigures || labelledBy === undefined) return <div className="table-frame">{table}</div>;
  return (
    <ScrollRegion className="table-frame" labelledBy={labelledBy}>
      {table}
    </ScrollRegion>
  );
}
