import { useInfiniteQuery } from '@tanstack/react-query';
import { fetchMyNotices } from '../../api/notices.ts';
import { t, useLocale } from '../../messages/text.ts';
import { useSiteId } from '../../shell/use-desk.ts';
import { OlderButton } from '../../ui/older-button.tsx';
import { problemWords } from '../../ui/problem-words.ts';
import { Skeleton } from '../../ui/state-note.tsx';
import { NoticeList } from './notice-list.tsx';

const PAGE = 50;

/** Every notice somebody was sent, the newest first. */
export function NoticeHistory() {
  const siteId = useSiteId();
  const locale = useLocale();
  const history = useInfiniteQuery({
    queryKey: ['my-notice-history', siteId, locale],
    queryFn: ({ pageParam }) => fetchMyNotices(siteId, locale, pageParam),
    initialPageParam: undefined as number | undefined,
    getNextPageParam: ({ notices }) => (notices.length < PAGE ? undefined : notices.at(-1)?.position),
    refetchOnMount: 'always',
  });
  if (history.isPending) return <Skeleton rows={6} label={t('state.loading')} />;
  if (history.isError) return <p role="alert">{problemWords(history.error)}</p>;
  const notices = history.data.pages.flatMap((page) => page.notices);
  if (notices.length === 0) return <p>{t('inbox.no-notices')}</p>;
  return (
    <section className="inbox-section inbox-history" aria-label={t('inbox.history')}>
      <NoticeList notices={notices} />
      <OlderButton pages={history} label={t('inbox.older')} />
    </section>
  );
}
