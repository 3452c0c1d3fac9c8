import { Link } from '@tanstack/react-router';
import { CheckCheck, Siren } from 'lucide-react';
import type { MyNotice } from '@floorwalk/shared/api/notices';
import type { MessageKey } from '../../messages/message-key.ts';
import { t } from '../../messages/text.ts';
import { plain } from '../../numbers/plain.ts';
import { keptSearch, useDeskSearch, useSiteId } from '../../shell/use-desk.ts';
import { useRow } from '../../store/use-row.ts';
import { formatDate, formatTime } from '../../ui/format.ts';
import { isUnseen } from './notice-bell.tsx';
import { useMarkNotices } from './use-my-notices.ts';

/** Notices, each with whether it was seen, and the way to what it is about. */
export function NoticeList({ notices }: { readonly notices: readonly MyNotice[] }) {
  const siteId = useSiteId();
  const search = useDeskSearch();
  const zone = useRow('sites', siteId)?.zone ?? 'UTC';
  const mark = useMarkNotices();
  const when = (at: number) => `${formatDate(at, zone)} ${formatTime(at, zone)}`;
  const markOne = (noticeId: string, as: 'seen' | 'read') => mark.mutate({ noticeIds: [noticeId], as });
  return (
    <ul className="notice-list">
      {notices.map((notice) => (
        <li
          key={notice.noticeId}
          className="notice-card"
          data-urgency={notice.urgency}
          data-unseen={isUnseen(notice) || undefined}
        >
          <p className="notice-head">
            {notice.urgency === 'page' && (
              <span className="notice-urgency">
                <Siren aria-hidden="true" size={14} /> {t('notice.page')}
              </span>
            )}
            <strong {...plain('said')}>{notice.title}</strong>
            <span className="quiet">{t(`notice.about.${notice.about.kind}` as MessageKey)}</span>
            <time className="quiet numeric">{when(notice.requestedAt)}</time>
          </p>
          {notice.body !== '' && (
            <p className="notice-body" {...plain('said')}>
              {notice.body}
            </p>
          )}
          <p className="notice-foot">
            <span className="quiet" {...plain('moment')}>
              {stateWords(notice, when)}
            </span>
            {notice.path !== null && (
              <Link
                to={`/sites/${encodeURIComponent(siteId)}/${notice.path}`}
                search={keptSearch(search) as never}
                className="button button-small"
                aria-label={t('notice.open-named', { title: notice.title })}
                onClick={() => markOne(notice.noticeId, 'read')}
              >
                {t('notice.open')}
              </Link>
            )}
            {isUnseen(notice) && (
              <button
                type="button"
                className="button button-small"
                aria-label={t('notice.seen-named', { title: notice.title })}
                onClick={() => markOne(notice.noticeId, 'seen')}
              >
                <CheckCheck aria-hidden="true" size={14} /> {t('notice.seen')}
              </button>
            )}
          </p>
        </li>
      ))}
    </ul>
  );
}

function stateWords(notice: MyNotice, when: (at: number) => string): string {
  if (notice.withdrawnAt !== null) return t('notice.settled', { reason: notice.withdrawnReason ?? '' });
  if (notice.readAt !== null) return t('notice.read-at', { time: when(notice.readAt) });
  return notice.seenAt === null ? t('notice.new') : t('notice.seen-at', { time: when(notice.seenAt) });
}
