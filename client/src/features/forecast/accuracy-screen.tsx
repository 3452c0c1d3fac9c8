import { useState } from 'react';
import { t } from '../../messages/text.ts';
import { CalendarTab } from './calendar-tab.tsx';
import { DeviationsTab } from './deviations-tab.tsx';
import { ImportTab } from './import-tab.tsx';
import { MethodsTab } from './methods-tab.tsx';
import { PublishedTab } from './published-tab.tsx';
import '../../ui/pages.css';
import './forecast.css';

const TABS = ['deviations', 'methods', 'published', 'calendar', 'import'] as const;
type Tab = (typeof TABS)[number];

/** What forecasts are worth, what left them, and what they are learned from. */
export default function AccuracyScreen() {
  const [tab, setTab] = useState<Tab>('deviations');
  return (
    <div className="page forecast-page">
      <h1>{t('forecast.title')}</h1>
      <div className="forecast-tabs" role="group" aria-label={t('forecast.tabs')}>
        {TABS.map((one) => (
          <button key={one} type="button" className="chip" aria-pressed={tab === one} onClick={() => setTab(one)}>
            {t(`forecast.tab.${one}`)}
          </button>
        ))}
      </div>
      {tab === 'deviations' && <DeviationsTab />}
      {tab === 'methods' && <MethodsTab />}
      {tab === 'published' && <PublishedTab />}
      {tab === 'calendar' && <CalendarTab />}
      {tab === 'import' && <ImportTab />}
    </div>
  );
}
