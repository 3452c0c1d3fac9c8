import { lazy, Suspense, useState } from 'react';
import { t } from '../../messages/text.ts';
import { useMay } from '../../shell/session-context.ts';
import { isTravelling } from '../../shell/travel.ts';
import { useDeskSearch, useSiteId } from '../../shell/use-desk.ts';
import { RowButton } from '../../ui/row-button.tsx';
import type { EscalateSubject } from './escalate-subject.ts';

const EscalateDialog = lazy(() => import('./escalate-dialog.tsx'));

/** A button that escalates something, and the dialog behind it. Nothing for who may not, or in the past. */
export function EscalateButton({ subject }: { readonly subject: EscalateSubject }) {
  const siteId = useSiteId();
  const mayEscalate = useMay('answer-escalations', siteId);
  const travelling = isTravelling(useDeskSearch());
  const [asking, setAsking] = useState(false);
  if (!mayEscalate || travelling) return null;
  return (
    <>
      <RowButton
        word={t('escalation.escalate-more')}
        name={t('escalation.escalate-named', { name: subject.name })}
        onClick={() => setAsking(true)}
      />
      {asking && (
        <Suspense fallback={null}>
          <EscalateDialog subject={subject} close={() => setAsking(false)} />
        </Suspense>
      )}
    </>
  );
}
