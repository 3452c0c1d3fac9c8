import { useState } from 'react';
import type { AlertRow } from '@floorwalk/shared/alerts/rows';
import type { MessageKey } from '../../messages/message-key.ts';
import { t } from '../../messages/text.ts';
import { AlertCard } from './alert-card.tsx';
import { AlertHistory } from './alert-history.tsx';
import { RuleList } from './rule-list.tsx';
import { SilenceList } from './silence-list.tsx';
import { WhyNot } from './why-not.tsx';
import { WindowList } from './window-list.tsx';
import { useAlerts } from './use-alerts.ts';
import '../../ui/pages.css';
import './alerts.css';

const TABS = ['now', 'history', 'rules', 'silences', 'windows', 'why-not'] as const;
type Tab = (typeof TABS)[number];

/** Everything about alerts: what stands, what was, by which rules, and what is silenced. */
export default function AlertsScreen() {
  const [tab, setTab] = useState<Tab>('now');
  const [asked, setAsked] = useState<string | null>(null);
  return (
    <div className="alerts-screen">
      <div className="alerts-tabs">
        {TABS.map((one) => (
          <button key={one} type="button" className="chip" aria-pressed={tab === one} onClick={() => setTab(one)}>
            {t(`alerts.${one}`)}
          </button>
        ))}
      </div>
      {tab === 'now' && <AlertsNow />}
      {tab === 'history' && <AlertHistory />}
      {tab === 'rules' && (
        <RuleList
          askWhyNot={(ruleId) => {
            setAsked(ruleId);
            setTab('why-not');
          }}
        />
      )}
      {tab === 'silences' && <SilenceList />}
      {tab === 'windows' && <WindowList />}
      {tab === 'why-not' && <WhyNot {...(asked !== null && { ruleId: asked })} />}
    </div>
  );
}

/** Resolved ones beyond this are in the history. */
const MOST_RESOLVED = 30;

function AlertsNow() {
  const { firing, inhibited, pending, resolved, noData } = useAlerts();
  const groups: readonly (readonly [string, readonly AlertRow[]])[] = [
    ['firing', firing],
    ['inhibited', inhibited],
    ['pending', pending],
    ['no-data', noData],
    ['resolved', resolved.slice(0, MOST_RESOLVED)],
  ];
  return (
    <>
      {firing.length + pending.length === 0 && <p>{t('alerts.none')}</p>}
      {groups
        .filter(([, alerts]) => alerts.length > 0)
        .map(([name, alerts]) => (
          <section key={name} aria-labelledby={`alerts-${name}`}>
            <h2 id={`alerts-${name}`}>{t(`alert-group.${name}` as MessageKey)}</h2>
            <ul className="alert-list">
              {alerts.map((alert) => (
                <AlertCard key={alert.id} alert={alert} />
              ))}
            </ul>
          </section>
        ))}
    </>
  );
}
