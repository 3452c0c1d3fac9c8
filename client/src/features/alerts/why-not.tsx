import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { SubjectTable } from '@floorwalk/shared/alerts/alert-metric';
import type { AlertRule } from '@floorwalk/shared/alerts/rule';
import type { ExplainAnswer } from '@floorwalk/shared/api/alerts';
import { explainRule } from '../../api/alerts.ts';
import { live } from '../../connection/live-session.ts';
import { t } from '../../messages/text.ts';
import { useMay } from '../../shell/session-context.ts';
import { useSiteId } from '../../shell/use-desk.ts';
import { useIds, useRow } from '../../store/use-row.ts';
import { Field } from '../../ui/form-parts.tsx';
import { formatDate, formatSpan, formatTime } from '../../ui/format.ts';
import { problemWords } from '../../ui/problem-words.ts';
import { fromFieldValue, toFieldValue } from '../../ui/zone-time.ts';
import { AlertSeverity } from './alert-severity.tsx';
import { EvidenceList } from './evidence-list.tsx';
import { ContactLinks } from './firing-dialog.tsx';
import { GateList } from './gate-list.tsx';
import { thingName } from './rule-name.ts';
import { useOpenMoment } from './use-open-moment.ts';

const MOST_OPTIONS = 500;

type Asked = { readonly table: SubjectTable; readonly id: string; readonly at: number | undefined };

/** “Why did it not fire?”: any rule, any of its subjects, any moment; answered by the code that decides. */
export function WhyNot({ ruleId: given, subjectId }: { readonly ruleId?: string; readonly subjectId?: string }) {
  const siteId = useSiteId();
  const zone = useRow('sites', siteId)?.zone ?? 'UTC';
  const mayTravel = useMay('travel-in-time', siteId);
  const ruleIds = useIds('alertRules');
  const [ruleId, setRuleId] = useState(given ?? ruleIds[0] ?? '');
  const rule = useRow('alertRules', ruleId)?.rule;
  const [chosen, setChosen] = useState<string | null>(subjectId ?? null);
  const [at, setAt] = useState<number | undefined>(undefined);
  const ids = useSubjectIds(rule, siteId);
  // Single contacts come and go: one that is to be asked about is named.
  const isNamed = rule?.subject.table === 'contacts' && rule.subject.ids === undefined;
  const id = isNamed ? (chosen ?? '') : chosen !== null && ids.includes(chosen) ? chosen : (ids[0] ?? '');
  const asked: Asked = { table: rule?.subject.table ?? 'queues', id, at };
  const answer = useQuery({
    queryKey: ['explain', siteId, ruleId, asked],
    queryFn: () => explainRule(siteId, { rule: ruleId, ...asked }),
    enabled: rule !== undefined && id !== '',
    retry: false,
    staleTime: 0,
  });
  if (ruleIds.length === 0) return <p>{t('rules.none')}</p>;
  return (
    <section className="why-not" aria-labelledby="why-not-title">
      <h2 id="why-not-title">{t('why-not.title')}</h2>
      <div className="rule-fields">
        <Field label={t('why-not.rule')}>
          <select value={ruleId} onChange={(event) => setRuleId(event.target.value)}>
            {ruleIds.slice(0, MOST_OPTIONS).map((one) => (
              <option key={one} value={one}>
                {live().store.tables.alertRules.row(one)?.rule.name ?? one}
              </option>
            ))}
          </select>
        </Field>
        <Field label={t('why-not.subject')}>
          {isNamed ? (
            <input value={id} maxLength={200} onChange={(event) => setChosen(event.target.value)} />
          ) : (
            <select value={id} onChange={(event) => setChosen(event.target.value)}>
              {ids.slice(0, MOST_OPTIONS).map((one) => (
                <option key={one} value={one}>
                  {thingName(asked.table, one)}
                </option>
              ))}
            </select>
          )}
        </Field>
        {mayTravel && (
          <Field label={t('why-not.moment')}>
            <input
              type="datetime-local"
              step={1}
              value={at === undefined ? '' : toFieldValue(at, zone)}
              onChange={(event) => setAt(fromFieldValue(event.target.value, zone) ?? undefined)}
            />
          </Field>
        )}
        <p>
          <button
            type="button"
            className="button"
            onClick={() => {
              setAt(undefined);
              void answer.refetch();
            }}
          >
            {t('why-not.now')}
          </button>
        </p>
      </div>
      <div role="status">
        {id === '' && <p>{t(isNamed ? 'why-not.name-contact' : 'why-not.no-subject')}</p>}
        {answer.isFetching && !answer.data && <p className="quiet">{t('state.loading')}</p>}
        {answer.isError && <p className="form-problem">{problemWords(answer.error)}</p>}
        {answer.data && !answer.isError && <Explained answer={answer.data} zone={zone} />}
      </div>
    </section>
  );
}

function Explained({ answer, zone }: { readonly answer: ExplainAnswer; readonly zone: string }) {
  const seek = useOpenMoment();
  const when = `${formatDate(answer.at, zone)} ${formatTime(answer.at, zone)}`;
  return (
    <>
      <p className="quiet">
        {t('why-not.at', {
          subject: answer.subject.name,
          when,
          version: answer.ruleVersion,
          position: answer.position,
        })}{' '}
        {seek && (
          <button type="button" className="link-button" onClick={() => seek(answer.at)}>
            {t('alert.open-moment')}
          </button>
        )}
      </p>
      {answer.levels.map((level) => (
        <article key={level.severity} className="why-level">
          <h3>
            <AlertSeverity severity={level.severity} />{' '}
            {t(`verdict.${level.verdict}`, {
              span: formatSpan(level.forMs),
              time: level.firedAt === null ? '' : formatTime(level.firedAt, zone),
            })}
          </h3>
          <EvidenceList evidence={level.evidence} />
          <GateList gates={level.gates} zone={zone} />
          {level.silence !== null && (
            <p>
              {t('why-not.silence', {
                name: level.silence.by.name,
                reason: level.silence.reason,
                time: formatTime(level.silence.until, zone),
              })}
            </p>
          )}
          <ContactLinks contactIds={level.contactIds} />
        </article>
      ))}
    </>
  );
}

/** What the rule may have watched: what it names, or else all there is now of its kind. */
function useSubjectIds(rule: AlertRule | undefined, siteId: string): readonly string[] {
  const table = rule?.subject.table ?? 'queues';
  const all = useIds(table);
  if (rule?.subject.ids !== undefined) return rule.subject.ids;
  return table === 'sites' ? [siteId] : all;
}
