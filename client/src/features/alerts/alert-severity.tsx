import type { AlertRow } from '@floorwalk/shared/alerts/rows';
import type { MessageKey } from '../../messages/message-key.ts';
import { t } from '../../messages/text.ts';
import { SeverityGlyph } from '../../ui/severity-glyph.tsx';

/** The sign of an alert's severity and its word. */
export function AlertSeverity({ severity }: { readonly severity: AlertRow['severity'] }) {
  const shown = severity === 'critical' ? 'critical' : 'attention';
  return (
    <span className="alert-severity" data-severity={shown}>
      <span aria-hidden="true">
        <SeverityGlyph severity={shown} />
      </span>
      {t(`alert-severity.${severity}` as MessageKey)}
    </span>
  );
}
