import { defaultRangeExtractor, useVirtualizer, type Range } from '@tanstack/react-virtual';
import {
  lazy,
  memo,
  Suspense,
  useCallback,
  useContext,
  useEffect,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
  type ComponentType,
  type CSSProperties,
  type KeyboardEvent,
  type MouseEvent,
  type ReactNode,
} from 'react';
import type { GridColumn, GridSort, RowPlace } from './grid-place.ts';
import { ListMode } from './list-mode.ts';
import type { FrozenOrder } from './use-frozen-order.ts';

type Props<C> = {
  readonly label: string;
  readonly order: FrozenOrder;
  readonly columns: readonly GridColumn[];
  readonly rowHeight: number;
  readonly sort: GridSort;
  readonly onSort: (sort: GridSort) => void;
  /** Enter on a row, or a click on it beside its buttons. */
  readonly onOpen: (id: string) => void;
  /** `i` or space on a cell: explain the number in it. Returns whether there was one. */
  readonly onExplain?: (cell: Element) => boolean;
  readonly selectedId: string | null;
  readonly Row: ComponentType<{ readonly place: RowPlace; readonly context: C }>;
  /** Whatever else rows need; the same object until it changes. */
  readonly context: C;
  /** Shown in place of rows. */
  readonly empty: ReactNode;
  readonly className?: string;
};

const OVERSCAN = 6;
/** Index of the header in {@link Active}. */
const HEADER = -1;
type Active = { readonly id: string | null; readonly column: number };

/** Fetched when it is asked for. */
const ListTable = lazy(() => import('./list-table.tsx'));

/** A live table: a grid that draws what is in sight, or a plain table for whoever asked for that. */
export function LiveGrid<C>(props: Props<C>) {
  const isList = useContext(ListMode);
  if (!isList) return <VirtualGrid {...props} />;
  return props.order.ids.length === 0 ? (
    props.empty
  ) : (
    <Suspense fallback={null}>
      <ListTable {...(props as Props<unknown>)} />
    </Suspense>
  );
}

/**
 * A live table: only the rows in view are drawn, each by its own data. One tab stop; arrows, Home, End, page keys and Ctrl with them move
 * inside it, Enter opens. Rows out of view are counted for assistive technology by `aria-rowcount` and `aria-rowindex`.
 */
function VirtualGrid<C>(props: Props<C>) {
  const { order, columns, rowHeight, sort, onSort, onOpen, onExplain, Row, context } = props;
  const { ids } = order;
  const scroller = useRef<HTMLDivElement>(null);
  const [active, setActive] = useState<Active>({ id: null, column: 0 });
  const focusWanted = useRef(false);
  const activeIndex = active.id === null ? HEADER : ids.indexOf(active.id);
  // The one tab stop: where the person last was, or the first row.
  const stopIndex =
    active.id !== null && activeIndex >= 0 ? activeIndex : ids.length > 0 && active.id !== null ? 0 : HEADER;

  const rangeExtractor = useCallback(
    (range: Range) => {
      const indexes = defaultRangeExtractor(range);
      if (activeIndex < 0 || indexes.includes(activeIndex)) return indexes;
      return activeIndex < (indexes[0] ?? 0) ? [activeIndex, ...indexes] : [...indexes, activeIndex];
    },
    [activeIndex],
  );
  // oxlint-disable-next-line react/incompatible-library -- nothing here is compiled; rows are memoised by hand
  const virtualizer = useVirtualizer({
    count: ids.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: OVERSCAN,
    scrollPaddingStart: rowHeight + 4,
    rangeExtractor,
  });
  useEffect(() => virtualizer.measure(), [virtualizer, rowHeight]);

  useLayoutEffect(() => {
    if (!focusWanted.current) return;
    focusWanted.current = false;
    const row = active.id === null ? '1' : String(activeIndex + 2);
    scroller.current
      ?.querySelector<HTMLElement>(`[aria-rowindex="${row}"] > [data-column="${active.column}"]`)
      ?.focus({ preventScroll: activeIndex >= 0 });
  }, [active, activeIndex]);

  const moveTo = (index: number, column: number) => {
    const row = Math.max(HEADER, Math.min(ids.length - 1, index));
    const bounded = Math.max(0, Math.min(columns.length - 1, column));
    focusWanted.current = true;
    setActive({ id: row === HEADER ? null : (ids[row] ?? null), column: bounded });
    if (row >= 0) virtualizer.scrollToIndex(row, { align: 'auto' });
  };

  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    const cell = (event.target as Element).closest('[data-column]');
    if (!cell || event.altKey) return;
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? rowHeight) / rowHeight) - 2);
    const jump = event.ctrlKey || event.metaKey;
    const moves: Readonly<Record<string, readonly [number, number]>> = {
      ArrowDown: [jump ? ids.length - 1 : activeIndex + 1, active.column],
      ArrowUp: [jump ? 0 : activeIndex - 1, active.column],
      ArrowLeft: [activeIndex, active.column - 1],
      ArrowRight: [activeIndex, active.column + 1],
      Home: [jump ? 0 : activeIndex, 0],
      End: [jump ? ids.length - 1 : activeIndex, columns.length - 1],
      j: [activeIndex + 1, active.column],
      k: [activeIndex - 1, active.column],
      PageDown: [activeIndex + page, active.column],
      PageUp: [Math.max(0, activeIndex - page), active.column],
    };
    const move = moves[event.key];
    if (move) {
      event.preventDefault();
      event.stopPropagation();
      moveTo(move[0], move[1]);
    } else if (event.key === 'Enter' && active.id !== null && activeIndex >= 0) {
      event.preventDefault();
      onOpen(active.id);
    } else if (event.key === 'Enter' || (event.key === ' ' && activeIndex === HEADER)) {
      event.preventDefault();
      sortBy(columns[active.column]);
    } else if (!jump && (event.key === 'i' || event.key === ' ')) {
      const number = cell.querySelector('[data-metric]');
      if (number && onExplain?.(number)) event.preventDefault();
    }
  };

  const sortBy = (column: GridColumn | undefined) => {
    if (!column || column.sortable === false) return;
    onSort({ column: column.id, descending: sort.column === column.id ? !sort.descending : true });
  };

  const onClick = (event: MouseEvent<HTMLDivElement>) => {
    const target = event.target as Element;
    if (onExplain && target.closest('[data-metric]')) return;
    const cell = target.closest('[data-column]');
    const header = target.closest('[role=columnheader]');
    if (header) sortBy(columns[Number(header.getAttribute('data-column'))]);
    else if (cell && !target.closest('a, button')) {
      const id = target.closest('[data-row]')?.getAttribute('data-row');
      if (id !== null && id !== undefined) onOpen(id);
    }
  };

  /** A cell that gets the focus, by whatever way, becomes the tab stop. */
  const onFocus = (event: { target: Element }) => {
    const cell = event.target.closest('[data-column]');
    if (!cell) return;
    const id = cell.closest('[data-row]')?.getAttribute('data-row') ?? null;
    const column = Number(cell.getAttribute('data-column'));
    setActive((last) => (last.id === id && last.column === column ? last : { id, column }));
  };

  const template = useMemo(() => columns.map((column) => column.width).join(' '), [columns]);
  const style = { '--grid-columns': template, '--row-height': `${rowHeight}px` } as CSSProperties;
  return (
    <div
      className={props.className ? `live-grid ${props.className}` : 'live-grid'}
      style={style}
      ref={scroller}
      onPointerEnter={order.hold.onPointerEnter}
      onPointerLeave={order.hold.onPointerLeave}
    >
      <div
        role="grid"
        tabIndex={-1}
        aria-label={props.label}
        aria-rowcount={ids.length + 1}
        aria-colcount={columns.length}
        onKeyDown={onKeyDown}
        onClick={onClick}
        onFocus={(event) => {
          order.hold.onFocus();
          onFocus(event);
        }}
        onBlur={order.hold.onBlur}
      >
        <GridHead columns={columns} sort={sort} activeColumn={stopIndex === HEADER ? active.column : -1} />
        <div role="rowgroup" className="grid-body" style={{ height: virtualizer.getTotalSize() }}>
          {virtualizer.getVirtualItems().map((item) => {
            const id = ids[item.index];
            return id === undefined ? null : (
              <PlacedRow
                key={id}
                Row={Row}
                context={context}
                id={id}
                index={item.index}
                top={item.start}
                activeColumn={item.index === stopIndex ? active.column : -1}
                isSelected={id === props.selectedId}
                columns={columns}
              />
            );
          })}
        </div>
      </div>
      {ids.length === 0 && props.empty}
    </div>
  );
}

type PlacedRowProps<C> = RowPlace & {
  readonly Row: ComponentType<{ readonly place: RowPlace; readonly context: C }>;
  readonly context: C;
};

/** Holds the place as one object that stays the same, so that a row is drawn anew by its data and not by its neighbours'. */
const PlacedRow = memo(function PlacedRow<C>({ Row, context, ...given }: PlacedRowProps<C>) {
  const { id, index, top, activeColumn, isSelected, columns } = given;
  const place = useMemo(
    () => ({ id, index, top, activeColumn, isSelected, columns }),
    [id, index, top, activeColumn, isSelected, columns],
  );
  return <Row place={place} context={context} />;
}) as <C>(props: PlacedRowProps<C>) => ReactNode;

const GridHead = memo(function GridHead({
  columns,
  sort,
  activeColumn,
}: {
  readonly columns: readonly GridColumn[];
  readonly sort: GridSort;
  readonly activeColumn: number;
}) {
  return (
    <div role="rowgroup" className="grid-head">
      <div role="row" aria-rowindex={1} className="grid-row">
        {columns.map((column, index) => {
          const sorted = sort.column === column.id;
          return (
            <div
              key={column.id}
              role="columnheader"
              aria-colindex={index + 1}
              aria-sort={sorted ? (sort.descending ? 'descending' : 'ascending') : undefined}
              data-column={index}
              data-align={column.align}
              data-sortable={column.sortable !== false || undefined}
              tabIndex={index === activeColumn ? 0 : -1}
              title={column.title}
            >
              <span className="grid-head-label">{column.label}</span>
              {sorted && <span aria-hidden="true">{sort.descending ? '▾' : '▴'}</span>}
            </div>
          );
        })}
      </div>
    </div>
  );
});

type GridRowProps = {
  readonly place: RowPlace;
  readonly severity?: string | undefined;
  /** The cell of a column; the first one names the row. */
  readonly cell: (columnId: string) => ReactNode;
};

/** One row of a {@link LiveGrid}. */
export function GridRow({ place, severity, cell }: GridRowProps) {
  const isList = useContext(ListMode);
  if (isList) return <PlainRow place={place} severity={severity} cell={cell} />;
  return (
    <div
      role="row"
      className="grid-row grid-data-row"
      aria-rowindex={place.index + 2}
      aria-selected={place.isSelected}
      data-row={place.id}
      data-severity={severity}
      style={{ top: place.top }}
    >
      {place.columns.map((column, index) => (
        <div
          key={column.id}
          role={index === 0 ? 'rowheader' : 'gridcell'}
          aria-colindex={index + 1}
          data-column={index}
          data-align={column.align}
          tabIndex={index === place.activeColumn ? 0 : -1}
        >
          {cell(column.id)}
        </div>
      ))}
    </div>
  );
}

function PlainRow({ place, severity, cell }: GridRowProps) {
  return (
    <tr data-row={place.id} data-severity={severity} aria-current={place.isSelected || undefined}>
      {place.columns.map((column, index) =>
        index === 0 ? (
          <th key={column.id} scope="row">
            <button type="button" className="link-button" data-open>
              {cell(column.id)}
            </button>
          </th>
        ) : (
          <td key={column.id} data-align={column.align}>
            {cell(column.id)}
          </td>
        ),
      )}
    </tr>
  );
}
