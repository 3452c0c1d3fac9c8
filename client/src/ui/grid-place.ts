export type GridColumn = {
  readonly id: string;
  readonly label: string;
  /** The whole name where the label is short. */
  readonly title?: string;
  /** A track of a CSS grid. */
  readonly width: string;
  readonly align?: 'start' | 'end';
  readonly sortable?: boolean;
};

export type GridSort = { readonly column: string; readonly descending: boolean };

/** What a row needs to stand in its place; handed through to `GridRow`. */
export type RowPlace = {
  readonly id: string;
  readonly index: number;
  readonly top: number;
  /** Column that holds the grid's one tab stop, when it is in this row; -1 otherwise. */
  readonly activeColumn: number;
  readonly isSelected: boolean;
  readonly columns: readonly GridColumn[];
};
