import type { AlertSilenceRow } from '@floorwalk/shared/alerts/rows';
import { live } from '../../connection/live-session.ts';
import { t } from '../../messages/text.ts';
import { useSiteId } from '../../shell/use-desk.ts';
import { same } from '../../store/same.ts';
import { useNow } from '../../store/use-now.ts';
import { useDerived } from '../../store/use-row.ts';
import { formatDuration } from '../../ui/format.ts';
import { scopeWords } from './scope-words.ts';

/** Silences of which it was said that they end soon. */
export function useEndingSilences(): readonly AlertSilenceRow[] {
  const siteId = useSiteId();
  return useDerived(['alertSilences'], readEnding, same, siteId, 500);
}

function readEnding(): readonly AlertSilenceRow[] {
  const now = live().siteTime();
  return [...live().store.tables.alertSilences.rows()]
    .filter((silence) => silence.warnedAt !== null && silence.until > now)
    .sort((left, right) => left.until - right.until);
}

/** Says on the glass which silence ends soon, and when: what it covers will page again. */
export function EndingSilences({ silences }: { readonly silences: readonly AlertSilenceRow[] }) {
  const now = useNow();
  const ending = silences.filter((silence) => silence.until > now);
  if (ending.length === 0) return null;
  return (
    <ul className="plain-list ending-silences">
      {ending.map(({ id, ruleId, subjectTable: table, subjectId, until }) => (
        <li key={id}>
          {t('alerts.silence-ends', {
            name: scopeWords({
              ...(ruleId !== null && { ruleId }),
              ...(table !== null && subjectId !== null && { subject: { table, id: subjectId } }),
            }),
            span: formatDuration(until - now),
          })}
        </li>
      ))}
    </ul>
  );
}
