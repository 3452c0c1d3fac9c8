import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useCallback, useMemo } from 'react';
import { KEPT_BETWEEN_SCREENS, type DeskSearch } from './desk-search.ts';
import type { DeskActions } from './feature.ts';

type Change = { readonly [K in keyof DeskSearch]?: DeskSearch[K] | undefined };

/** The site on show; empty outside of one. */
export function useSiteId(): string {
  const { siteId } = useParams({ strict: false }) as { readonly siteId?: string };
  return siteId ?? '';
}

/** What the address says about the view. */
export function useDeskSearch(): DeskSearch {
  return useSearch({ strict: false }) as DeskSearch;
}

/** Changes parts of the address on the same screen; `undefined` takes a part out. Pushes, so that the back key undoes it, unless told to replace. */
export function useChangeSearch(): (change: Change, options?: { readonly replace?: boolean }) => void {
  const navigate = useNavigate();
  return useCallback(
    (change, options) => {
      void navigate({
        to: '.',
        search: ((last: DeskSearch) => withoutAbsent({ ...last, ...change })) as never,
        replace: options?.replace ?? false,
      });
    },
    [navigate],
  );
}

/** What stays in the address from one screen to the next. */
export function keptSearch(search: DeskSearch): DeskSearch {
  return withoutAbsent(Object.fromEntries(KEPT_BETWEEN_SCREENS.map((key) => [key, search[key]])));
}

export function useDeskActions(): DeskActions {
  const siteId = useSiteId();
  const navigate = useNavigate();
  const change = useChangeSearch();
  return useMemo(
    () => ({
      siteId,
      openPanel: (kind, id) => change({ panel: `${kind}:${id}` }),
      goTo: (path) =>
        void navigate({
          to: `/sites/${encodeURIComponent(siteId)}/${path}`,
          search: ((last: DeskSearch) => keptSearch(last)) as never,
        }),
    }),
    [siteId, navigate, change],
  );
}

function withoutAbsent(search: Change): DeskSearch {
  return Object.fromEntries(
    Object.entries(search).filter(([, value]) => value !== undefined && value !== ''),
  ) as DeskSearch;
}
