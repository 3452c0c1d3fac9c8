import { CircleCheck } from 'lucide-react';
import { useState } from 'react';
import type { AlertRow } from '@floorwalk/shared/alerts/rows';
import type { MessageKey } from '../../messages/message-key.ts';
import { t } from '../../messages/text.ts';
import { live } from '../../connection/live-session.ts';
import { plain } from '../../numbers/plain.ts';
import { isTravelling } from '../../shell/travel.ts';
import { useDeskSearch, useSiteId } from '../../shell/use-desk.ts';
import { same } from '../../store/same.ts';
import { useNow } from '../../store/use-now.ts';
import { useDerived, useIds } from '../../store/use-row.ts';
import { formatCount } from '../../ui/format.ts';
import { AlertCard } from './alert-card.tsx';
import { AlertHistory } from './alert-history.tsx';
import { LastDay } from './last-day.tsx';
import { NearestRules } from './nearest-rules.tsx';
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
  // The history is of now; a past shows what stood then.
  const travelling = isTravelling(useDeskSearch());
  const { firing, inhibited, pending, resolved, noData } = useAlerts();
  const groups: readonly (readonly [string, readonly AlertRow[]])[] = [
    ['firing', firing],
    ['inhibited', inhibited],
    ['pending', pending],
    ['no-data', noData],
  ];
  return (
    <div className="alerts-now">
      <div className="alerts-standing">
        {firing.length + pending.length === 0 && (
          <p className="alert-quiet">
            <CircleCheck size={16} aria-hidden="true" /> {t('alerts.none')}
          </p>
        )}
        {groups.map(([name, alerts]) => (
          <AlertGroup key={name} name={name} alerts={alerts} />
        ))}
        <NearestRules />
        {!travelling && <LastDay />}
      </div>
      <aside className="alerts-aside" aria-label={t('alerts.beside')}>
        <InForce />
        <AlertGroup name="resolved" alerts={resolved.slice(0, MOST_RESOLVED)} />
      </aside>
    </div>
  );
}

function AlertGroup({ name, alerts }: { readonly name: string; readonly alerts: readonly AlertRow[] }) {
  if (alerts.length === 0) return null;
  return (
    <section aria-labelledby={`alerts-${name}`}>
      <h2 id={`alerts-${name}`}>
        {t(`alert-group.${name}` as MessageKey)}{' '}
        <span className="quiet numeric" {...plain('rows')}>
          {alerts.length}
        </span>
      </h2>
      <ul className="alert-list">
        {alerts.map((alert) => (
          <AlertCard key={alert.id} alert={alert} />
        ))}
      </ul>
    </section>
  );
}

/** What watches and what keeps quiet: rules in force, silences that last, windows. */
function InForce() {
  const siteId = useSiteId();
  const now = useNow();
  const ruleCount = useIds('alertRules').length;
  const windowCount = useIds('alertWindows').length;
  const until = useDerived(['alertSilences'], readEnds, same, siteId, TICK_MS);
  const silenceCount = until.filter((at) => at > now).length;
  return (
    <section className="alerts-in-force" aria-labelledby="alerts-in-force">
      <h2 id="alerts-in-force">{t('alerts.in-force')}</h2>
      <dl>
        {(
          [
            ['rules', ruleCount],
            ['silences', silenceCount],
            ['windows', windowCount],
          ] as const
        ).map(([name, count]) => (
          <div key={name}>
            <dt>{t(`alerts.${name}`)}</dt>
            <dd className="numeric" {...plain('rows')}>
              {formatCount(count)}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

const TICK_MS = 1_000;

function readEnds(): readonly number[] {
  return [...live().store.tables.alertSilences.rows()].map(({ until }) => until);
}
