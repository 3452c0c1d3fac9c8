import { t } from '../../messages/text.ts';
import { Figure } from '../../numbers/figure.tsx';
import { plain } from '../../numbers/plain.ts';
import { formatDate, formatDuration, formatTime } from '../../ui/format.ts';
import { RowButton } from '../../ui/row-button.tsx';
import { AlertSeverity } from './alert-severity.tsx';
import { useOpenMoment } from './use-open-moment.ts';

/** One time an alert fired, or would have. Moments are epoch ms. */
export type FiringLine = {
  readonly key: string;
  readonly severity: 'warning' | 'critical';
  readonly firedAt: number;
  readonly resolvedAt: number | null;
  readonly ruleName?: string;
  readonly subjectName: string;
  readonly value?: string;
  readonly paged: boolean;
  readonly acknowledgedBy?: string;
  readonly why?: () => void;
};

type Column = 'rule' | 'value' | 'acknowledged' | 'why';

/** What fired, line by line; each begins where one can look at its moment. */
export function FiringTable({
  lines,
  zone,
  columns,
}: {
  readonly lines: readonly FiringLine[];
  readonly zone: string;
  readonly columns: readonly Column[];
}) {
  const seek = useOpenMoment();
  const has = (column: Column) => columns.includes(column);
  return (
    <div className="table-frame">
      <table className="table">
        <thead>
          <tr>
            <th scope="col">{t('history.column.fired')}</th>
            <th scope="col">{t('history.column.lasted')}</th>
            <th scope="col">{t('rule.severity')}</th>
            {has('rule') && <th scope="col">{t('history.column.rule')}</th>}
            <th scope="col">{t('history.column.subject')}</th>
            {has('value') && <th scope="col">{t('history.column.value')}</th>}
            <th scope="col">{t('history.column.paged')}</th>
            {has('acknowledged') && <th scope="col">{t('history.column.acknowledged')}</th>}
            {has('why') && (
              <th scope="col">
                <span className="visually-hidden">{t('settings.column.actions')}</span>
              </th>
            )}
          </tr>
        </thead>
        <tbody>
          {lines.map((line) => {
            const when = `${formatDate(line.firedAt, zone)} ${formatTime(line.firedAt, zone)}`;
            return (
              <tr key={line.key}>
                <td {...plain('moment')}>
                  {seek ? (
                    <button type="button" className="link-button" onClick={() => seek(line.firedAt)}>
                      {when}
                    </button>
                  ) : (
                    when
                  )}
                </td>
                <td>
                  {line.resolvedAt === null ? (
                    t('history.still')
                  ) : (
                    <Figure figure="alert-standing-time" of={line.subjectName}>
                      {formatDuration(line.resolvedAt - line.firedAt)}
                    </Figure>
                  )}
                </td>
                <td>
                  <AlertSeverity severity={line.severity} />
                </td>
                {has('rule') && <td>{line.ruleName}</td>}
                <td>{line.subjectName}</td>
                {has('value') && <td>{line.value}</td>}
                <td>{t(line.paged ? 'history.yes' : 'history.no')}</td>
                {has('acknowledged') && <td>{line.acknowledgedBy}</td>}
                {has('why') && (
                  <td className="cell-actions">
                    {line.why && (
                      <RowButton
                        word={t('alert.why')}
                        name={t('alert.why-named', { name: line.ruleName ?? '', subject: line.subjectName })}
                        onClick={line.why}
                      />
                    )}
                  </td>
                )}
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
