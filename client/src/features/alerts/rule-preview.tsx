import type { Fault } from './fault-field.tsx';
import type { UseQueryResult } from '@tanstack/react-query';
import { decidingEvidence } from '@floorwalk/shared/alerts/deciding-evidence';
import type { PreviewAnswer } from '@floorwalk/shared/api/alerts';
import { t } from '../../messages/text.ts';
import { problemWords } from '../../ui/problem-words.ts';
import { AlertSeverity } from './alert-severity.tsx';
import { evidenceLine } from './evidence-line.ts';

const MOST_SHOWN = 10;

/** For what the rule in the editor holds now. `fault` is given where there is no field to show it at. */
export function RulePreview({
  preview,
  fault,
}: {
  readonly preview: UseQueryResult<PreviewAnswer>;
  readonly fault: Fault | null;
}) {
  const { data, error } = preview;
  return (
    <section aria-labelledby="rule-preview" className="rule-preview">
      <h2 id="rule-preview">{t('preview.title')}</h2>
      <div role="status">
        {error !== null && (
          <p className="form-problem">
            {fault !== null && `${fault.pointer}: `}
            {problemWords(error)}
          </p>
        )}
        {error === null && data === undefined && <p className="quiet">{t('state.loading')}</p>}
        {error === null && data !== undefined && <Holds answer={data} />}
      </div>
    </section>
  );
}

function Holds({
  answer: { holds, leftOutCount, subjectCount, unwatchedCount, noDataCount, isOpen },
}: {
  readonly answer: PreviewAnswer;
}) {
  const shown = holds.slice(0, MOST_SHOWN);
  const more = holds.length - shown.length + leftOutCount;
  return (
    <>
      <p>
        {t('preview.holds', { count: holds.length + leftOutCount, subjects: subjectCount })}
        {noDataCount > 0 && ` ${t('preview.no-data', { count: noDataCount })}`}
        {unwatchedCount > 0 && ` ${t('rules.limit.contacts', { count: unwatchedCount })}`}
        {!isOpen && ` ${t('preview.closed')}`}
      </p>
      {shown.length > 0 && (
        <ul className="plain-list">
          {shown.map(({ severity, subject, evidence }) => {
            const found = decidingEvidence(evidence);
            return (
              <li key={`${severity} ${subject.id}`} className="preview-line">
                <AlertSeverity severity={severity} /> <strong>{subject.name}</strong>{' '}
                <span className="numeric quiet">{found === null ? '' : evidenceLine(found)}</span>
              </li>
            );
          })}
        </ul>
      )}
      {more > 0 && <p className="quiet">{t('list.more', { count: more })}</p>}
    </>
  );
}
