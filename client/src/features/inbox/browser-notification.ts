import type { MyNotice } from '@floorwalk/shared/api/notices';

const WORKER = '/notice-worker.js';

export function mayAskForNotifications(): boolean {
  return 'Notification' in window && 'serviceWorker' in navigator && Notification.permission === 'default';
}

/** Asks the browser for leave; only ever from a click. Whether it was given. */
export async function askForNotifications(): Promise<boolean> {
  if ((await Notification.requestPermission()) !== 'granted') return false;
  await navigator.serviceWorker.register(WORKER);
  return true;
}

/**
 * Shows a notice beside the page while nobody looks at it, where the browser was given leave. A push of the same notice takes its place, so that nobody
 * sees it twice.
 */
export async function notifyBesidePage(siteId: string, notice: MyNotice): Promise<void> {
  if (!document.hidden || !('Notification' in window) || Notification.permission !== 'granted') return;
  const worker = await navigator.serviceWorker?.getRegistration(WORKER);
  await worker?.showNotification(notice.title, {
    body: notice.body,
    tag: notice.noticeId,
    icon: '/favicon.svg',
    requireInteraction: notice.urgency === 'page',
    data: { url: `/sites/${encodeURIComponent(siteId)}/${notice.path ?? 'inbox'}` },
  });
}
