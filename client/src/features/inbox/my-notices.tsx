import { t } from '../../messages/text.ts';
import { plain } from '../../numbers/plain.ts';
import { FormProblem } from '../../ui/form-parts.tsx';
import { problemWords } from '../../ui/problem-words.ts';
import { Skeleton, StateNote } from '../../ui/state-note.tsx';
import { isUnseen } from './notice-bell.tsx';
import { NoticeList } from './notice-list.tsx';
import { useMarkNotices, useMyNotices } from './use-my-notices.ts';

/** Seen ones beyond this are in the history. */
const MOST_SEEN = 10;

/** The notices somebody was sent: what they have not seen first, then the last they have. */
export default function MyNotices() {
  const { data, isPending, isError, error, refetch } = useMyNotices();
  const mark = useMarkNotices();
  const unseen = data?.notices.filter(isUnseen) ?? [];
  const seen = data?.notices.filter((notice) => !isUnseen(notice)).slice(0, MOST_SEEN) ?? [];
  return (
    <section className="inbox-section" aria-labelledby="inbox-notices">
      <header className="inbox-section-head">
        <h2 id="inbox-notices">
          {t('inbox.notices')}{' '}
          {data !== undefined && (
            <span className="numeric quiet" {...plain('rows')}>
              {data.unseenCount}
            </span>
          )}
        </h2>
        {unseen.length > 1 && (
          <button
            type="button"
            className="button button-small"
            onClick={() => mark.mutate({ noticeIds: unseen.map(({ noticeId }) => noticeId), as: 'seen' })}
          >
            {t('inbox.all-seen')}
          </button>
        )}
      </header>
      <FormProblem error={mark.error} />
      {isPending && <Skeleton rows={4} label={t('state.loading')} />}
      {isError && data === undefined && (
        <StateNote
          title={t('inbox.failed')}
          action={
            <button type="button" className="button" onClick={() => void refetch()}>
              {t('inbox.retry')}
            </button>
          }
        >
          {problemWords(error)}
        </StateNote>
      )}
      {data?.notices.length === 0 && (
        <p className="quiet">
          {t('inbox.no-notices')}. {t('inbox.no-notices.text')}
        </p>
      )}
      {unseen.length > 0 && <NoticeList notices={unseen} />}
      {seen.length > 0 && (
        <details className="notice-older" open={unseen.length === 0}>
          <summary>{t('inbox.seen-lately')}</summary>
          <NoticeList notices={seen} />
        </details>
      )}
    </section>
  );
}
