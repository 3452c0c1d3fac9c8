import type { LoggedEvent } from '../kit/logged-event.ts';
import { emptySet } from '../kit/empty-set.ts';
import type { Slice } from '../live/slice.ts';
import type { InvestigationRow } from './investigation-rows.ts';

/** Open investigations and those closed of late, by id, in the order they were opened. */
export type InvestigationsState = {
  readonly investigations: Map<string, InvestigationRow>;
  readonly changed: Set<string>;
};

/** A closed one stays on the glass for so long, by the time of later investigations. */
const KEEP_CLOSED_MS = 24 * 3_600_000;
/** Most kept; beyond it the oldest goes, the table of the server has it still. */
export const MAX_INVESTIGATIONS = 500;

function foldInvestigations(state: InvestigationsState, event: LoggedEvent): void {
  const { investigations, changed } = state;
  if (event.type === 'investigation.opened') {
    const { investigationId: id, ...data } = event.data;
    if (investigations.has(id)) return;
    const open = { closedAt: null, cause: null, finding: null, closedBy: null };
    investigations.set(id, { ...data, id, openedAt: event.time, ...open });
    changed.add(id);
    forget(state, event.time);
  } else if (event.type === 'investigation.closed') {
    const { investigationId: id, cause, finding, by } = event.data;
    const known = investigations.get(id);
    if (known === undefined || known.closedAt !== null) return;
    investigations.set(id, { ...known, closedAt: event.time, cause, finding, closedBy: by.name });
    changed.add(id);
  }
}

function forget({ investigations, changed }: InvestigationsState, time: number): void {
  let surplus = investigations.size - MAX_INVESTIGATIONS;
  for (const [id, { closedAt }] of investigations) {
    if (surplus <= 0 && (closedAt === null || closedAt > time - KEEP_CLOSED_MS)) continue;
    investigations.delete(id);
    changed.add(id);
    surplus--;
  }
}

/** Investigations as the log tells them; time alone changes nothing of them. */
export const investigationsSlice: Slice<InvestigationsState> = {
  name: 'investigations',
  tables: ['investigations'],
  folds: (type) => type.startsWith('investigation.'),
  create: () => ({ investigations: new Map(), changed: new Set() }),
  fold: foldInvestigations,
  rows({ investigations, changed }, _asOf, which) {
    const ids = which === 'all' ? [...investigations.keys()] : [...changed];
    return {
      tables: { investigations: ids.flatMap((id) => investigations.get(id) ?? []) },
      removed: { investigations: ids.filter((id) => !investigations.has(id)) },
    };
  },
  clearChanged: ({ changed }) => emptySet(changed),
  encode: ({ investigations }) => [...investigations.values()],
  decode: (_siteId, encoded) => ({
    investigations: new Map((encoded as InvestigationRow[]).map((row) => [row.id, row])),
    changed: new Set(),
  }),
};
