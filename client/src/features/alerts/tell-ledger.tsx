import { useQuery } from '@tanstack/react-query';
import { escalationId } from '@floorwalk/shared/escalation/say-decision';
import { fetchLedger } from '../../api/notices.ts';
import { t, textOf } from '../../messages/text.ts';
import { useMay } from '../../shell/session-context.ts';
import { useSiteId } from '../../shell/use-desk.ts';
import { formatTime } from '../../ui/format.ts';

const MOST_LINES = 50;

/** Who was told of a firing, by which channel, and what came of it: as the ledger of deliveries has it, for whoever may read that. */
export function TellLedger({
  alertId,
  firedAt,
  zone,
}: {
  readonly alertId: string;
  readonly firedAt: number;
  readonly zone: string;
}) {
  const siteId = useSiteId();
  const mayRead = useMay('acknowledge-alerts', siteId);
  const told = useQuery({
    queryKey: ['alert-told', siteId, alertId, firedAt],
    queryFn: async () => {
      const about = escalationId(siteId, { kind: 'alert', alertId, firedAt });
      const [byEscalation, direct] = await Promise.all([
        fetchLedger(siteId, { about, limit: MOST_LINES }),
        fetchLedger(siteId, { about: alertId, limit: MOST_LINES }),
      ]);
      return [...byEscalation, ...direct];
    },
    enabled: mayRead,
    retry: false,
  });
  if (!mayRead || told.isError) return null;
  return (
    <section>
      <h3>{t('told.title')}</h3>
      {told.isPending && <p className="quiet">{t('state.loading')}</p>}
      {told.data?.length === 0 && <p className="quiet">{t('told.none')}</p>}
      <ul className="plain-list">
        {told.data?.map((line) => (
          <li key={line.id}>
            {line.recipientName} · {t(`ledger.channel.${line.channel}`)} · {t(`ledger.status.${line.status}`)}{' '}
            <span className="quiet numeric">{formatTime(line.sentAt ?? line.requestedAt, zone)}</span>
            {line.reason !== null && (
              <span className="quiet"> {textOf(`ledger.reason.${line.reason}`) ?? line.reason}</span>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
