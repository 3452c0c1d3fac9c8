import { useMutation, useQueryClient } from '@tanstack/react-query';
import { addPushDevice, removePushDevices } from '../../api/notices.ts';
import { t } from '../../messages/text.ts';
import { problemWords } from '../../ui/problem-words.ts';

/** Asks the browser for leave, on a click only, and has it take pushes even when the page is closed. */
export function PushDevice({ pushKey, count }: { readonly pushKey: string; readonly count: number }) {
  const queries = useQueryClient();
  const refresh = () => queries.invalidateQueries({ queryKey: ['notice-preferences'] });
  const subscribe = useMutation({ mutationFn: () => subscribeBrowser(pushKey), onSuccess: refresh });
  const forget = useMutation({ mutationFn: forgetBrowsers, onSuccess: refresh });
  const problem = subscribe.error ?? forget.error;
  const isPossible = 'serviceWorker' in navigator && 'PushManager' in window && 'Notification' in window;
  return (
    <fieldset className="field-group">
      <legend>{t('push.title')}</legend>
      <p className="quiet">{t(isPossible ? 'push.text' : 'push.impossible')}</p>
      {problem !== null && (
        <p role="alert" className="form-problem">
          {problem instanceof PushRefused ? t(`push.refused.${problem.because}`) : problemWords(problem)}
        </p>
      )}
      <p className="button-row">
        <button
          type="button"
          className="button"
          disabled={!isPossible || subscribe.isPending}
          onClick={() => subscribe.mutate()}
        >
          {t('push.subscribe')}
        </button>
        {count > 0 && (
          <button type="button" className="button" disabled={forget.isPending} onClick={() => forget.mutate()}>
            {t('push.forget', { count })}
          </button>
        )}
        <span role="status">{subscribe.isSuccess && t('push.done')}</span>
      </p>
    </fieldset>
  );
}

class PushRefused extends Error {
  readonly because: 'denied' | 'unreachable';

  constructor(because: 'denied' | 'unreachable') {
    super(because);
    this.because = because;
  }
}

async function subscribeBrowser(pushKey: string): Promise<void> {
  if ((await Notification.requestPermission()) !== 'granted') throw new PushRefused('denied');
  const { endpoint, keys } = await subscription(pushKey);
  await addPushDevice({
    endpoint: endpoint ?? '',
    keys: { p256dh: keys?.['p256dh'] ?? '', auth: keys?.['auth'] ?? '' },
  });
}

/** The browser's own push service may not be reachable; that is no fault of the server. */
async function subscription(pushKey: string): Promise<PushSubscriptionJSON> {
  try {
    await navigator.serviceWorker.register('/notice-worker.js');
    const worker = await navigator.serviceWorker.ready;
    const made = await worker.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: pushKey });
    return made.toJSON();
  } catch {
    throw new PushRefused('unreachable');
  }
}

async function forgetBrowsers(): Promise<void> {
  await removePushDevices();
  const worker = await navigator.serviceWorker?.getRegistration('/notice-worker.js');
  await (await worker?.pushManager.getSubscription())?.unsubscribe();
}
