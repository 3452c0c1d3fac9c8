import { t } from '../../messages/text.ts';
import { Figure } from '../../numbers/figure.tsx';
import { plain } from '../../numbers/plain.ts';
import { DataTable, type TableColumn } from '../../ui/data-table.tsx';
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

/** Columns that only some lists have. */
const OPTIONAL = ['rule', 'value', 'acknowledged', 'why'] as const;
type Column = (typeof OPTIONAL)[number];

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
  const shown: readonly TableColumn<FiringLine>[] = [
    {
      id: 'fired',
      label: t('history.column.fired'),
      cell: ({ firedAt }) => {
        const when = `${formatDate(firedAt, zone)} ${formatTime(firedAt, zone)}`;
        return (
          <span {...plain('moment')}>
            {seek ? (
              <button type="button" className="link-button" onClick={() => seek(firedAt)}>
                {when}
              </button>
            ) : (
              when
            )}
          </span>
        );
      },
    },
    {
      id: 'lasted',
      label: t('history.column.lasted'),
      cell: ({ firedAt, resolvedAt, subjectName }) =>
        resolvedAt === null ? (
          t('history.still')
        ) : (
          <Figure figure="alert-standing-time" of={subjectName}>
            {formatDuration(resolvedAt - firedAt)}
          </Figure>
        ),
    },
    { id: 'severity', label: t('rule.severity'), cell: ({ severity }) => <AlertSeverity severity={severity} /> },
    { id: 'rule', label: t('history.column.rule'), cell: ({ ruleName }) => ruleName },
    { id: 'subject', label: t('history.column.subject'), cell: ({ subjectName }) => subjectName },
    { id: 'value', label: t('history.column.value'), cell: ({ value }) => value },
    { id: 'paged', label: t('history.column.paged'), cell: ({ paged }) => t(paged ? 'history.yes' : 'history.no') },
    {
      id: 'acknowledged',
      label: t('history.column.acknowledged'),
      cell: ({ acknowledgedBy }) => acknowledgedBy,
    },
  ];
  return (
    <DataTable
      rows={lines}
      keyOf={({ key }) => key}
      columns={shown.filter(({ id }) => !isOptional(id) || columns.includes(id))}
      {...(columns.includes('why') && {
        actions: ({ why, ruleName = '', subjectName }: FiringLine) =>
          why && (
            <RowButton
              word={t('alert.why')}
              name={t('alert.why-named', { name: ruleName, subject: subjectName })}
              onClick={why}
            />
          ),
      })}
    />
  );
}

function isOptional(id: string): id is Column {
  return OPTIONAL.some((one) => one === id);
}
