import { useMutation } from '@tanstack/react-query';
import { BellRing } from 'lucide-react';
import { fetchNextFiring } from '../../api/alerts.ts';
import { t } from '../../messages/text.ts';
import { useSiteId } from '../../shell/use-desk.ts';
import { announce } from '../../ui/announcer.tsx';
import { problemWords } from '../../ui/problem-words.ts';

/** Steps to the moment at which the next alert fired. */
export function NextAlertButton({ at, onPick }: { readonly at: number; readonly onPick: (at: number) => void }) {
  const siteId = useSiteId();
  const stepping = useMutation({
    mutationFn: () => fetchNextFiring(siteId, Math.floor(at) + 1),
    onSuccess: ([next]) => {
      if (next === undefined) announce(t('alerts.no-next'));
      // Addresses hold whole seconds: the first at which it is seen to stand.
      else onPick(Math.ceil(next.firedAt / 1_000) * 1_000);
    },
    onError: (error) => announce(problemWords(error)),
  });
  return (
    <button
      type="button"
      className="icon-button"
      aria-label={t('alerts.next')}
      title={t('alerts.next')}
      disabled={stepping.isPending}
      onClick={() => stepping.mutate()}
    >
      <BellRing size={15} />
    </button>
  );
}
