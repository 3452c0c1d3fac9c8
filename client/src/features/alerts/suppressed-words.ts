import type { AlertRow } from '@floorwalk/shared/alerts/rows';
import { live } from '../../connection/live-session.ts';
import type { MessageKey } from '../../messages/message-key.ts';
import { t } from '../../messages/text.ts';

/** Whether a firing paged, and if not, what kept it from that. */
export function suppressedWords({
  paged,
  severity,
  suppressedBy,
}: Pick<AlertRow, 'paged' | 'severity' | 'suppressedBy'>): string {
  if (paged) return t('alert.paged');
  switch (suppressedBy?.kind) {
    case 'silence':
      return t('alert.not-paged-silence');
    case 'mute':
      return t('alert.not-paged-mute', { name: windowName(suppressedBy.windowId) });
    case 'group':
      return t('alert.not-paged-group');
    case 'inhibition':
      return t('alert.inhibited', { name: alertName(suppressedBy.alertId) });
    case undefined:
      return t(`alert-severity.${severity}` as MessageKey);
  }
}

export function windowName(id: string): string {
  return live().store.tables.alertWindows.row(id)?.window.name ?? id;
}

/** What people call an alert: its rule and subject, as far as it is still known. */
export function alertName(id: string): string {
  const alert = live().store.tables.alerts.row(id);
  return alert === undefined ? t('alert.another') : `${alert.ruleName}, ${alert.subjectName}`;
}
