import { countedMs } from '@floorwalk/shared/handoffs/business-clock';
import { isOpen } from '@floorwalk/shared/handoffs/handoff';
import type { HandoffRow } from '@floorwalk/shared/handoffs/rows';
import { live } from '../../connection/live-session.ts';
import type { MessageKey } from '../../messages/message-key.ts';
import { t } from '../../messages/text.ts';
import { Figure } from '../../numbers/figure.tsx';
import { useAtNow } from '../../store/use-now.ts';
import { SeverityGlyph } from '../../ui/severity-glyph.tsx';
import { businessWords } from './handoff-words.ts';

/** Business time left at a moment, ms; negative after the breach, `null` where the department's hours are not known. */
export function leftMs(row: HandoffRow, now: number): number | null {
  const hours = live().store.tables.departments.row(row.toDepartmentId)?.department.calendar;
  if (hours === undefined) return null;
  return row.promiseMs - (row.countedMs ?? countedMs(hours, row.pauses, row.openedAt, now));
}

function severityOf({ state, breachedAt, acceptMissedAt, acceptWarnedAt, warnAt, ...row }: HandoffRow, now: number) {
  if (breachedAt !== null) return 'critical';
  if (state === 'excepted' && acceptMissedAt !== null) return 'critical';
  const isWarned = (warnAt !== null && warnAt <= now) || (state === 'opened' && acceptWarnedAt !== null);
  return isWarned && isOpen({ ...row, state }) ? 'attention' : 'ok';
}

/** A leaf of its own, because time alone changes it: drawn anew when the minute does. */
export function TimeLeft({ row }: { readonly row: HandoffRow }) {
  const minutes = useAtNow((now) => {
    const left = leftMs(row, now);
    return left === null ? null : Math.floor(left / 60_000);
  });
  const severity = useAtNow((now) => severityOf(row, now));
  if (minutes === null) return null;
  const pause = row.pauses.find(({ to }) => to === null);
  return (
    <span className="handoff-left" data-severity={severity}>
      {severity !== 'ok' && <SeverityGlyph severity={severity} />}{' '}
      <Figure figure="handoff-time-left" of={row.title} below={businessWords(row.promiseMs)} className="number-words">
        {minutes < 0
          ? t('handoff.over-by', { span: businessWords(minutes * 60_000) })
          : businessWords(minutes * 60_000)}
      </Figure>
      {pause !== undefined && <span className="quiet"> · {t(`pause.${pause.reason}` as MessageKey)}</span>}
    </span>
  );
}
