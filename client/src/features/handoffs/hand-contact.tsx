import { lazy, Suspense, useState } from 'react';
import { t } from '../../messages/text.ts';
import type { PanelProps } from '../../shell/feature.ts';
import { useMay } from '../../shell/session-context.ts';
import { isTravelling } from '../../shell/travel.ts';
import { useDeskSearch, useSiteId } from '../../shell/use-desk.ts';
import { useIds } from '../../store/use-row.ts';

const OpenHandoffDialog = lazy(() => import('./open-handoff-dialog.tsx'));

/** Below a contact: hand it to a department, where there are any. */
export function HandContact({ id }: PanelProps) {
  const siteId = useSiteId();
  const may = useMay('work-handoffs', siteId);
  const travelling = isTravelling(useDeskSearch());
  const departments = useIds('departments');
  const [isOpen, setIsOpen] = useState(false);
  if (!may || travelling || departments.length === 0) return null;
  return (
    <>
      <button type="button" className="button" onClick={() => setIsOpen(true)}>
        {t('handoff.hand-over')}
      </button>
      {isOpen && (
        <Suspense>
          <OpenHandoffDialog contactId={id} close={() => setIsOpen(false)} />
        </Suspense>
      )}
    </>
  );
}
