import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import type { MarkRequest, MyNotices } from '@floorwalk/shared/api/notices';
import { signalOf } from '@floorwalk/shared/notices/signal';
import { fetchMyNotices, markNotices, putLanguage } from '../../api/notices.ts';
import { useLocale } from '../../messages/text.ts';
import { live } from '../../connection/live-session.ts';
import { useSession } from '../../shell/session-context.ts';
import { isTravelling } from '../../shell/travel.ts';
import { useDeskSearch, useSiteId } from '../../shell/use-desk.ts';
import { useRowValue } from '../../store/use-row.ts';

/** In case a signal was missed, ms. */
const REFRESH_MS = 60_000;

/**
 * The newest notices of whoever is signed in. The live signal says that there is something new, and it is asked for; while the page shows the past,
 * the last present stays.
 */
export function useMyNotices() {
  const siteId = useSiteId();
  const { principal } = useSession();
  const travelling = isTravelling(useDeskSearch());
  const changes = useRowValue('noticeSignals', signalOf(principal.id), (row) => row.changeCount) ?? 0;
  const locale = useLocale();
  return useQuery({
    queryKey: ['my-notices', siteId, principal.id, locale, travelling ? 'past' : changes],
    queryFn: () => fetchMyNotices(siteId, locale),
    placeholderData: keepPreviousData,
    refetchInterval: REFRESH_MS,
    staleTime: REFRESH_MS / 2,
  });
}

/** Has mail and pushes said in the language this console is in: told once, and again when the viewer chooses another. */
export function useTellLanguage(): void {
  const locale = useLocale();
  const { data, isPlaceholderData } = useMyNotices();
  const told = useRef<string | null>(null);
  const differs = data !== undefined && !isPlaceholderData && data.language !== locale;
  useEffect(() => {
    if (!differs || told.current === locale) return;
    told.current = locale;
    // Asked for again with the next start of a console, should it fail.
    putLanguage(locale).catch(() => undefined);
  }, [differs, locale]);
}

export function useUnseenCount(): number {
  return useMyNotices().data?.unseenCount ?? 0;
}

/** Marks notices; the lists show it at once, and what the server knows when it has answered. */
export function useMarkNotices() {
  const siteId = useSiteId();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body: MarkRequest) => markNotices(siteId, body),
    onMutate: ({ noticeIds, as }) => {
      queries.setQueriesData<MyNotices>({ queryKey: ['my-notices', siteId] }, (known) =>
        known === undefined ? known : withMarks(known, noticeIds, as),
      );
    },
    onSettled: () => queries.invalidateQueries({ queryKey: ['my-notices', siteId] }),
  });
}

function withMarks(known: MyNotices, noticeIds: readonly string[], as: MarkRequest['as']): MyNotices {
  const now = live().siteTime();
  let seen = 0;
  const notices = known.notices.map((notice) => {
    if (!noticeIds.includes(notice.noticeId)) return notice;
    if (notice.seenAt === null && notice.withdrawnAt === null) seen += 1;
    return {
      ...notice,
      seenAt: notice.seenAt ?? now,
      readAt: as === 'read' ? (notice.readAt ?? now) : notice.readAt,
    };
  });
  return { ...known, unseenCount: Math.max(0, known.unseenCount - seen), notices };
}
