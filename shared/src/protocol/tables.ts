import Type from 'typebox';
import { WindowKey } from '../floor/window.ts';
import { TABLE_NAMES, type TableName } from '../floor/rows.ts';

/** The compiler cannot see through the mapped list, so the type is named. */
export const TableNameSchema = Type.Unsafe<TableName>(Type.Union(TABLE_NAMES.map((name) => Type.Literal(name))));
export const MarkSchema = Type.Object(
  { position: Type.Integer({ minimum: 0 }), asOf: Type.Number() },
  { additionalProperties: false },
);
export const WindowKeys = Type.Array(WindowKey, { maxItems: 5 });
