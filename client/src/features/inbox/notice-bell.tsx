import { useEffect, useRef } from 'react';
import type { MyNotice } from '@floorwalk/shared/api/notices';
import { t } from '../../messages/text.ts';
import { isTravelling } from '../../shell/travel.ts';
import { useDeskSearch, useSiteId } from '../../shell/use-desk.ts';
import { announce } from '../../ui/announcer.tsx';
import { notifyBesidePage } from './browser-notification.ts';
import { playNoticeSound, useNoticeSound } from './notice-sound.ts';
import { useMyNotices, useTellLanguage } from './use-my-notices.ts';

const REPEAT_MS = 20_000;
const NONE: readonly MyNotice[] = [];

/** On every screen, without a look of its own (the count stands in the rail): says new notices, and sounds them where that was asked for. */
export function NoticeBell() {
  const siteId = useSiteId();
  const travelling = isTravelling(useDeskSearch());
  const { sound } = useNoticeSound();
  const { data, isPlaceholderData } = useMyNotices();
  useTellLanguage();
  const known = useRef<{ readonly siteId: string; readonly ids: ReadonlySet<string> } | null>(null);
  const notices = data?.notices ?? NONE;
  const isKnown = data !== undefined && !isPlaceholderData;

  useEffect(() => {
    if (!isKnown) return;
    const unseen = notices.filter(isUnseen);
    const before = known.current;
    known.current = { siteId, ids: new Set(unseen.map((notice) => notice.noticeId)) };
    // What was there before the page was opened is no news.
    if (before === null || before.siteId !== siteId || travelling) return;
    const [first] = unseen.filter((notice) => !before.ids.has(notice.noticeId));
    if (first === undefined) return;
    announce(t('inbox.announce', { title: first.title }), first.urgency === 'page' ? 'assertive' : 'polite');
    if (sound !== 'off') playNoticeSound();
    void notifyBesidePage(siteId, first);
  }, [siteId, notices, isKnown, sound, travelling]);

  const insists = sound === 'repeat' && !travelling && notices.some((one) => isUnseen(one) && one.urgency === 'page');
  useEffect(() => {
    if (!insists) return undefined;
    const timer = setInterval(playNoticeSound, REPEAT_MS);
    return () => clearInterval(timer);
  }, [insists]);
  return null;
}

export function isUnseen(notice: MyNotice): boolean {
  return notice.seenAt === null && notice.withdrawnAt === null;
}
