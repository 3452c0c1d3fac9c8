import { useState } from 'react';
import { t } from '../../messages/text.ts';
import { EscalationList } from './escalation-list.tsx';
import { MatrixGrid } from './matrix-grid.tsx';
import { OnCallList } from './on-call-list.tsx';
import { PolicyList } from './policy-list.tsx';
import '../../ui/pages.css';
import './escalation.css';

const TABS = ['escalations', 'paths', 'matrix', 'on-call'] as const;
type Tab = (typeof TABS)[number];

/** What is escalated, by which paths, how the matrix chooses among them, and who is on call. */
export default function PoliciesScreen() {
  const [tab, setTab] = useState<Tab>('escalations');
  return (
    <div className="policies-screen">
      <div className="policies-tabs">
        {TABS.map((one) => (
          <button key={one} type="button" className="chip" aria-pressed={tab === one} onClick={() => setTab(one)}>
            {t(`policies.${one}`)}
          </button>
        ))}
      </div>
      {tab === 'escalations' && <EscalationList />}
      {tab === 'paths' && <PolicyList />}
      {tab === 'matrix' && <MatrixGrid />}
      {tab === 'on-call' && <OnCallList />}
    </div>
  );
}
