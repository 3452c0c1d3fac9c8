import { useId, useState, type ComponentType, type MouseEvent } from 'react';
import { t } from '../messages/text.ts';
import { formatCount } from './format.ts';
import type { GridColumn, GridSort, RowPlace } from './grid-place.ts';
import { ScrollRegion } from './scroll-region.tsx';
import type { FrozenOrder } from './use-frozen-order.ts';

/** Rows of one page. */
const PAGE = 100;

type Props<C> = {
  readonly label: string;
  readonly order: FrozenOrder;
  readonly columns: readonly GridColumn[];
  readonly sort: GridSort;
  readonly onSort: (sort: GridSort) => void;
  readonly onOpen: (id: string) => void;
  readonly selectedId: string | null;
  readonly Row: ComponentType<{ readonly place: RowPlace; readonly context: C }>;
  readonly context: C;
};

/** A live table as a plain one, page by page: every head and every name is a button, and nothing is left out of the document. */
export default function ListTable<C>({
  label,
  order,
  columns,
  sort,
  onSort,
  onOpen,
  selectedId,
  Row,
  context,
}: Props<C>) {
  const captionId = useId();
  const [wanted, setWanted] = useState(0);
  const { ids } = order;
  const page = Math.max(0, Math.min(wanted, Math.ceil(ids.length / PAGE) - 1));
  const shown = ids.slice(page * PAGE, (page + 1) * PAGE);
  const open = (event: MouseEvent<HTMLTableElement>) => {
    const id = (event.target as Element).closest('[data-open]')?.closest('[data-row]')?.getAttribute('data-row');
    if (id !== null && id !== undefined) onOpen(id);
  };
  return (
    <>
      <ScrollRegion className="list-table" labelledBy={captionId}>
        {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions, jsx-a11y/click-events-have-key-events -- the buttons in it are clicked, by mouse and keyboard; one listener hears them all */}
        <table onClick={open} onFocus={order.hold.onFocus} onBlur={order.hold.onBlur}>
          <caption id={captionId} className="visually-hidden">
            {label}
          </caption>
          <thead>
            <tr>
              {columns.map((column) => {
                const isSorted = sort.column === column.id;
                return (
                  <th
                    key={column.id}
                    scope="col"
                    title={column.title}
                    data-align={column.align}
                    aria-sort={isSorted ? (sort.descending ? 'descending' : 'ascending') : undefined}
                  >
                    {column.sortable === false ? (
                      column.label
                    ) : (
                      <button
                        type="button"
                        className="link-button"
                        onClick={() => onSort({ column: column.id, descending: isSorted ? !sort.descending : true })}
                      >
                        {column.label} {isSorted && <span aria-hidden="true">{sort.descending ? '▾' : '▴'}</span>}
                      </button>
                    )}
                  </th>
                );
              })}
            </tr>
          </thead>
          <tbody>
            {shown.map((id, index) => (
              <ListRow
                key={id}
                Row={Row}
                context={context}
                id={id}
                index={page * PAGE + index}
                isSelected={id === selectedId}
                columns={columns}
              />
            ))}
          </tbody>
        </table>
      </ScrollRegion>
      {ids.length > PAGE && (
        <nav className="list-pages" aria-label={t('list-mode.pages', { label })}>
          <button
            type="button"
            className="button button-small"
            disabled={page === 0}
            onClick={() => setWanted(page - 1)}
          >
            {t('list-mode.previous')}
          </button>
          <span className="numeric quiet">
            {t('list-mode.rows', {
              from: formatCount(page * PAGE + 1),
              to: formatCount(page * PAGE + shown.length),
              all: formatCount(ids.length),
            })}
          </span>
          <button
            type="button"
            className="button button-small"
            disabled={(page + 1) * PAGE >= ids.length}
            onClick={() => setWanted(page + 1)}
          >
            {t('list-mode.next')}
          </button>
        </nav>
      )}
    </>
  );
}

type ListRowProps<C> = Pick<RowPlace, 'id' | 'index' | 'isSelected' | 'columns'> & Pick<Props<C>, 'Row' | 'context'>;

/** Gives a row its place as one object that stays the same. */
function ListRow<C>({ Row, context, id, index, isSelected, columns }: ListRowProps<C>) {
  const [place, setPlace] = useState<RowPlace>({ id, index, top: 0, activeColumn: -1, isSelected, columns });
  if (place.index !== index || place.isSelected !== isSelected || place.columns !== columns)
    setPlace({ ...place, index, isSelected, columns });
  return <Row place={place} context={context} />;
}
