import type { AlertRow } from '@floorwalk/shared/alerts/rows';
import { t } from '../../messages/text.ts';
import { AlertChart } from './alert-chart.tsx';
import { EvidenceList } from './evidence-list.tsx';
import { ContactLinks } from './firing-dialog.tsx';
import { GateList } from './gate-list.tsx';
import { suppressedWords } from './suppressed-words.ts';
import { TellLedger } from './tell-ledger.tsx';

/** Why an alert fired: what was found, which gates passed, whose contacts, who was told, and how it looked. */
export function AlertWhy({ alert, zone }: { readonly alert: AlertRow; readonly zone: string }) {
  return (
    <>
      <h3>{t('evidence.title')}</h3>
      <EvidenceList evidence={alert.evidence} />
      <GateList gates={alert.gates} zone={zone} />
      <p>{suppressedWords(alert)}</p>
      {alert.endedBy !== null && <p>{t(`alert.ended-by.${alert.endedBy}`)}</p>}
      <ContactLinks contactIds={alert.contactIds} />
      {alert.firedAt !== null && (
        <>
          <TellLedger alertId={alert.id} firedAt={alert.firedAt} zone={zone} />
          <AlertChart table={alert.subjectTable} id={alert.subjectId} at={alert.firedAt} />
        </>
      )}
      <p className="quiet">{t('alert.position', { position: alert.seenPosition, version: alert.ruleVersion })}</p>
    </>
  );
}
