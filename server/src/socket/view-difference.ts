import { TABLE_NAMES } from '@floorwalk/shared/floor/rows';
import type { View } from '@floorwalk/shared/live/apply';
import type { Delta, Snapshot } from '@floorwalk/shared/live/delta';

/** The delta that leads from what a view holds to a later snapshot: how a gap is closed for those behind it without sending everything again. */
export function differenceTo(view: View, snapshot: Snapshot): Delta {
  const tables: Record<string, unknown[]> = {};
  const removed: Record<string, string[]> = {};
  for (const name of TABLE_NAMES) {
    const before = view.tables[name] as ReadonlyMap<string, unknown>;
    const after = (snapshot.tables[name] ?? []) as readonly { readonly id: string }[];
    const present = new Set(after.map((row) => row.id));
    const changed = after.filter((row) => JSON.stringify(row) !== JSON.stringify(before.get(row.id)));
    const gone = [...before.keys()].filter((id) => !present.has(id));
    if (changed.length > 0) tables[name] = changed;
    if (gone.length > 0) removed[name] = gone;
  }
  return {
    siteId: snapshot.siteId,
    from: view.mark,
    to: snapshot.at,
    cutAt: snapshot.cutAt,
    recordedAt: 0,
    tables,
    removed,
  };
}
