import { t } from '../../messages/text.ts';
import { useMay } from '../../shell/session-context.ts';
import { useDeskActions, useSiteId } from '../../shell/use-desk.ts';

/** Opens the what-if of a queue from its drill-down. */
export function WhatIfAction({ id }: { readonly id: string }) {
  const desk = useDeskActions();
  const may = useMay('view-staffing', useSiteId());
  if (!may) return null;
  return (
    <button type="button" className="button" onClick={() => desk.openPanel('what-if', id)}>
      {t('what-if.open')}
    </button>
  );
}
