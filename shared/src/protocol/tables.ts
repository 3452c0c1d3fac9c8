import Type from 'typebox';
import { WindowKey } from '../floor/window.ts';
import { TABLE_NAMES } from '../floor/rows.ts';

export const TableNameSchema = Type.Union(TABLE_NAMES.map((name) => Type.Literal(name)));
export const MarkSchema = Type.Object(
  { position: Type.Integer({ minimum: 0 }), asOf: Type.Number() },
  { additionalProperties: false },
);
export const WindowKeys = Type.Array(WindowKey, { maxItems: 5 });
