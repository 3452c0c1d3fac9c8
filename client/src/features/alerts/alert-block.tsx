import { t } from '../../messages/text.ts';
import { AlertCard } from './alert-card.tsx';
import { EndingSilences, useEndingSilences } from './ending-silences.tsx';
import { useAlerts } from './use-alerts.ts';
import './alerts.css';

/** Beyond this the block says how many more there are; the Alerts screen has all. */
const MOST_SHOWN = 20;

/** What fires, above everything else beside the queues; nothing while nothing does. */
export function AlertBlock() {
  const { firing } = useAlerts();
  const ending = useEndingSilences();
  if (firing.length + ending.length === 0) return null;
  return (
    <section className="block alert-block" aria-labelledby="alert-block-title">
      <div className="block-head">
        <h2 id="alert-block-title">{t('alerts.title')}</h2>
      </div>
      <EndingSilences silences={ending} />
      <ul className="alert-list">
        {firing.slice(0, MOST_SHOWN).map((alert) => (
          <AlertCard key={alert.id} alert={alert} />
        ))}
      </ul>
      {firing.length > MOST_SHOWN && <p className="quiet">{t('list.more', { count: firing.length - MOST_SHOWN })}</p>}
    </section>
  );
}
