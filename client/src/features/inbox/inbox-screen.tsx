import { Link } from '@tanstack/react-router';
import { History, Inbox, Volume2 } from 'lucide-react';
import { Suspense, useState } from 'react';
import { t } from '../../messages/text.ts';
import { isTravelling } from '../../shell/travel.ts';
import { useChangeSearch, useDeskSearch, useSiteId } from '../../shell/use-desk.ts';
import { useInboxSections, useWaitingCount } from '../../shell/use-waiting-count.ts';
import { Skeleton, StateNote } from '../../ui/state-note.tsx';
import { askForNotifications, mayAskForNotifications } from './browser-notification.ts';
import { NoticeHistory } from './notice-history.tsx';
import { playNoticeSound, SOUNDS, useNoticeSound, type NoticeSound } from './notice-sound.ts';
import '../../ui/pages.css';
import './inbox.css';

const TABS = ['waiting', 'history'] as const;

/** `/sites/<site>/inbox`: what came to the viewer, to be answered, whatever part of the console it comes from. */
export default function InboxScreen() {
  const siteId = useSiteId();
  const travelling = isTravelling(useDeskSearch());
  const change = useChangeSearch();
  const sections = useInboxSections();
  const waiting = useWaitingCount();
  const [tab, setTab] = useState<(typeof TABS)[number]>('waiting');
  if (travelling) {
    return (
      <div className="inbox">
        <StateNote
          icon={History}
          title={t('inbox.travelling')}
          action={
            <button
              type="button"
              className="button button-primary"
              onClick={() => change({ at: undefined, speed: undefined, view: undefined })}
            >
              {t('inbox.to-present')}
            </button>
          }
        >
          {t('inbox.travelling.text')}
        </StateNote>
      </div>
    );
  }
  return (
    <div className="inbox">
      <header className="inbox-head">
        <h1>{t('inbox.title')}</h1>
        <div className="inbox-tabs">
          {TABS.map((one) => (
            <button key={one} type="button" className="chip" aria-pressed={tab === one} onClick={() => setTab(one)}>
              {t(`inbox.${one}-tab`)}
            </button>
          ))}
        </div>
        <SoundChoice />
        <NotificationChoice />
        <Link to={`/sites/${encodeURIComponent(siteId)}/settings/notices`} className="link-button">
          {t('inbox.preferences')}
        </Link>
      </header>
      {tab === 'history' ? (
        <NoticeHistory />
      ) : (
        <>
          {waiting === 0 && (
            <StateNote icon={Inbox} title={t('inbox.empty')}>
              {t('inbox.empty.text')}
            </StateNote>
          )}
          {sections.map(({ id, Component }) => (
            <Suspense key={id} fallback={<Skeleton rows={2} label={t('state.loading')} />}>
              <Component />
            </Suspense>
          ))}
        </>
      )}
    </div>
  );
}

/** Only where the browser has not been asked yet: what was answered is changed in the browser. */
function NotificationChoice() {
  const [mayAsk, setMayAsk] = useState(mayAskForNotifications);
  if (!mayAsk) return null;
  const ask = async (): Promise<void> => {
    await askForNotifications();
    setMayAsk(mayAskForNotifications());
  };
  return (
    <button type="button" className="button button-small" onClick={() => void ask()}>
      {t('inbox.notify')}
    </button>
  );
}

function SoundChoice() {
  const { sound, choose } = useNoticeSound();
  return (
    <span className="inbox-sound">
      <label>
        <span>{t('inbox.sound')}</span>{' '}
        <select
          className="select"
          value={sound}
          onChange={(event) => {
            const chosen = SOUNDS.find((one) => one === event.target.value) ?? ('off' satisfies NoticeSound);
            choose(chosen);
            if (chosen !== 'off') playNoticeSound();
          }}
        >
          {SOUNDS.map((one) => (
            <option key={one} value={one}>
              {t(`inbox.sound.${one}`)}
            </option>
          ))}
        </select>
      </label>
      <button type="button" className="icon-button" aria-label={t('inbox.sound-try')} onClick={playNoticeSound}>
        <Volume2 aria-hidden="true" size={16} />
      </button>
    </span>
  );
}
