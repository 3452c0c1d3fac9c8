import type { FiringAnswer } from '@floorwalk/shared/api/alerts';
import { t } from '../../messages/text.ts';
import { useDeskActions } from '../../shell/use-desk.ts';
import { ModalDialog } from '../../ui/modal-dialog.tsx';
import { AlertChart } from './alert-chart.tsx';
import { EvidenceList } from './evidence-list.tsx';
import { GateList } from './gate-list.tsx';
import { TellLedger } from './tell-ledger.tsx';
import { suppressedWords } from './suppressed-words.ts';

/** Everything that is kept of one firing: what was found, which gates were passed, whose contacts made the numbers, and who was told. */
export function FiringDialog({
  firing,
  zone,
  close,
}: {
  readonly firing: FiringAnswer;
  readonly zone: string;
  readonly close: () => void;
}) {
  return (
    <ModalDialog title={t('alert.why-named', { name: firing.ruleName, subject: firing.subject.name })} close={close}>
      <div className="firing-dialog">
        <EvidenceList evidence={firing.evidence} />
        <GateList gates={firing.gates} zone={zone} />
        <p>{suppressedWords(firing)}</p>
        <ContactLinks contactIds={firing.contactIds} />
        <TellLedger alertId={firing.alertId} firedAt={firing.firedAt} zone={zone} />
        <AlertChart table={firing.subject.table} id={firing.subject.id} at={firing.firedAt} />
        <p className="quiet">{t('alert.position', { position: firing.seenPosition, version: firing.ruleVersion })}</p>
      </div>
    </ModalDialog>
  );
}

/** The contacts that made a number, each to be opened. */
export function ContactLinks({ contactIds }: { readonly contactIds: readonly string[] }) {
  const { openPanel } = useDeskActions();
  if (contactIds.length === 0) return null;
  return (
    <p className="contact-links">
      {t('evidence.contacts')}{' '}
      {contactIds.map((id) => (
        <button key={id} type="button" className="link-button" onClick={() => openPanel('contact', id)}>
          {id}
        </button>
      ))}
    </p>
  );
}
