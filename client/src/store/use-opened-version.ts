import { useState } from 'react';
import type { LiveTables, TableName } from '@floorwalk/shared/floor/rows';
import { live } from '../connection/live-session.ts';

type Versioned = { [K in TableName]: LiveTables[K] extends { readonly version: number } ? K : never }[TableName];

/** Which version of a row somebody began to edit, 0 for what is new: so that the server refuses to write over what others changed meanwhile. */
export function useOpenedVersion(table: Versioned, id: string): number {
  const [version] = useState(() => live().store.tables[table].row(id)?.version ?? 0);
  return version;
}
