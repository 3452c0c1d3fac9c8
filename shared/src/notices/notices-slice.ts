import type { LoggedEvent } from '../kit/logged-event.ts';
import { emptySet } from '../kit/empty-set.ts';
import type { Slice } from '../live/slice.ts';
import type { NoticeSignalRow } from './rows.ts';

/**
 * What was asked for and is not in the ledger yet, as a span of the log, and which inboxes changed. However much is asked for, this stays small.
 */
export type NoticesState = {
  /** Positions of the first and the last request or withdrawal that is not taken; `null` when none is open. */
  open: { readonly from: number; readonly to: number } | null;
  readonly signals: Map<string, NoticeSignalRow>;
  readonly changed: Set<string>;
};

function foldNotices(state: NoticesState, event: LoggedEvent): void {
  switch (event.type) {
    case 'notice.requested':
    case 'notice.withdrawn':
      state.open = { from: state.open?.from ?? event.position, to: event.position };
      return;
    case 'notice.taken': {
      const { open } = state;
      const { upTo, signals } = event.data;
      if (open !== null) state.open = upTo >= open.to ? null : { from: Math.max(open.from, upTo + 1), to: open.to };
      signal(state, signals, event.time);
      return;
    }
    case 'notice.marked':
      signal(state, event.data.signals, event.time);
      return;
    default:
  }
}

function signal(state: NoticesState, ids: readonly string[], at: number): void {
  for (const id of ids) {
    state.signals.set(id, { id, changeCount: (state.signals.get(id)?.changeCount ?? 0) + 1, at });
    state.changed.add(id);
  }
}

type EncodedNotices = { readonly open: NoticesState['open']; readonly signals: readonly NoticeSignalRow[] };

/** Requests that wait to be taken into the ledger, and signals of inboxes. Time alone changes nothing of them. */
export const noticesSlice: Slice<NoticesState> = {
  name: 'notices',
  tables: ['noticeSignals'],
  folds: (type) => type.startsWith('notice.'),
  create: () => ({ open: null, signals: new Map(), changed: new Set() }),
  fold: foldNotices,
  rows(state, _asOf, which) {
    const ids = which === 'all' ? [...state.signals.keys()] : [...state.changed];
    return {
      tables: { noticeSignals: ids.flatMap((id) => state.signals.get(id) ?? []) },
      removed: { noticeSignals: [] },
    };
  },
  clearChanged: ({ changed }) => emptySet(changed),
  encode: ({ open, signals }): EncodedNotices => ({ open, signals: [...signals.values()] }),
  decode(_siteId, encoded) {
    const { open, signals } = encoded as EncodedNotices;
    return { open, signals: new Map(signals.map((row) => [row.id, row])), changed: new Set() };
  },
};
