import { useMutation } from '@tanstack/react-query';
import { useState, type ChangeEvent } from 'react';
import type { ColumnMapping, ImportAnswer, ImportRequest } from '@floorwalk/shared/api/schedule';
import { MAX_IMPORT_CHARACTERS } from '@floorwalk/shared/api/schedule';
import { activityOf } from '@floorwalk/shared/schedule/activity-book';
import { importSchedules } from '../../api/schedule.ts';
import type { MessageKey } from '../../messages/message-key.ts';
import { t } from '../../messages/text.ts';
import { useMay } from '../../shell/session-context.ts';
import { isTravelling } from '../../shell/travel.ts';
import { ForbiddenNote } from '../../shell/forbidden-note.tsx';
import { useDeskSearch, useSiteId } from '../../shell/use-desk.ts';
import { useIds } from '../../store/use-row.ts';
import { live } from '../../connection/live-session.ts';
import { FormProblem } from '../../ui/form-parts.tsx';
import { formatTimeShort } from '../../ui/format.ts';
import { StateNote } from '../../ui/state-note.tsx';
import { readBook } from './use-staffing.ts';
import { activityName } from './words.ts';

const COLUMNS = ['agent', 'date', 'start', 'end', 'activity'] as const;

type File = { readonly name: string; readonly text: string; readonly format: ImportRequest['format'] };

/** Schedules from a file: chosen, previewed with every mistake, mapped where names differ, then taken. */
export function ImportPage({ zone }: { readonly zone: string }) {
  const siteId = useSiteId();
  const mayEdit = useMay('edit-schedules', siteId);
  const past = isTravelling(useDeskSearch());
  const [file, setFile] = useState<File | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [columns, setColumns] = useState<ColumnMapping>({});
  const [activities, setActivities] = useState<Readonly<Record<string, string>>>({});
  const [agentId, setAgentId] = useState('');
  const run = useMutation({
    mutationFn: (asked: {
      readonly preview: boolean;
      readonly file: File;
      readonly columns: ColumnMapping;
      readonly activities: Readonly<Record<string, string>>;
      readonly agentId: string;
    }) =>
      importSchedules(siteId, {
        format: asked.file.format,
        text: asked.file.text,
        preview: asked.preview,
        columns: asked.columns,
        activities: { ...asked.activities },
        ...(asked.agentId !== '' && { agentId: asked.agentId }),
      }),
  });
  const preview = (
    next: Partial<{
      file: File;
      columns: ColumnMapping;
      activities: Readonly<Record<string, string>>;
      agentId: string;
    }>,
  ) => {
    const chosen = next.file ?? file;
    if (chosen !== null) run.mutate({ preview: true, columns, activities, agentId, ...next, file: chosen });
  };
  const choose = (event: ChangeEvent<HTMLInputElement>) => {
    const chosen = event.target.files?.[0];
    if (chosen === undefined) return;
    setProblem(null);
    if (chosen.size > MAX_IMPORT_CHARACTERS) {
      setProblem(t('staffing.import.too-large'));
      return;
    }
    void chosen.text().then((text) => {
      const format = /^\s*BEGIN:VCALENDAR/i.test(text) ? 'icalendar' : 'csv';
      const next = { name: chosen.name, text, format } as const;
      setFile(next);
      setColumns({});
      setActivities({});
      preview({ file: next, columns: {}, activities: {} });
    });
  };
  if (!mayEdit) return <ForbiddenNote permission="edit-schedules" />;
  if (past) return <StateNote title={t('staffing.past')} />;
  const answer = run.data;
  return (
    <section className="pane staffing-block" aria-labelledby="import-title">
      <div className="block-head">
        <h2 id="import-title">{t('staffing.import.title')}</h2>
      </div>
      <div className="staffing-form">
        <p>{t('staffing.import.text')}</p>
        <label className="field">
          <span>{t('staffing.import.file')}</span>
          <input type="file" accept=".csv,.tsv,.txt,.ics,text/csv,text/calendar" onChange={choose} />
        </label>
        {problem !== null && (
          <p role="alert" className="form-problem">
            {problem}
          </p>
        )}
        {file?.format === 'icalendar' && (
          <AgentSelect
            value={agentId}
            onChange={(next) => {
              setAgentId(next);
              preview({ agentId: next });
            }}
          />
        )}
        {file?.format === 'csv' && answer && (
          <fieldset className="field import-columns">
            <legend>{t('staffing.import.columns')}</legend>
            {COLUMNS.map((column) => (
              <label key={column}>
                <span>{t(`staffing.import.column.${column}`)}</span>
                <select
                  aria-label={t(`staffing.import.column.${column}`)}
                  value={columns[column] ?? answer.mapping[column] ?? ''}
                  onChange={(event) => {
                    const next = { ...columns, [column]: event.target.value };
                    setColumns(next);
                    preview({ columns: next });
                  }}
                >
                  <option value="" disabled>
                    {t('staffing.import.column.none')}
                  </option>
                  {answer.columns
                    .filter((name) => name !== '')
                    .map((name) => (
                      <option key={name} value={name}>
                        {name}
                      </option>
                    ))}
                </select>
              </label>
            ))}
          </fieldset>
        )}
        {answer && (answer.unknownActivities.length > 0 || Object.keys(activities).length > 0) && (
          <fieldset className="field import-columns">
            <legend>{t('staffing.import.activities')}</legend>
            {[...new Set([...Object.keys(activities), ...answer.unknownActivities])].map((name) => (
              <label key={name}>
                <span>{name}</span>
                <select
                  aria-label={name}
                  value={activities[name] ?? ''}
                  onChange={(event) => {
                    const next = { ...activities, [name]: event.target.value };
                    setActivities(next);
                    preview({ activities: next });
                  }}
                >
                  <option value="" disabled>
                    {t('staffing.import.column.none')}
                  </option>
                  {[...readBook().values()].map((activity) => (
                    <option key={activity.id} value={activity.id}>
                      {activityName(activity)}
                    </option>
                  ))}
                </select>
              </label>
            ))}
          </fieldset>
        )}
        {run.isPending && <p role="status">{t('state.loading')}</p>}
        <FormProblem error={run.error} />
        {file && answer && !run.isPending && !run.isError && (
          <ImportResult
            answer={answer}
            zone={zone}
            take={() => run.mutate({ preview: false, file, columns, activities, agentId })}
          />
        )}
      </div>
    </section>
  );
}

function ImportResult(props: { readonly answer: ImportAnswer; readonly zone: string; readonly take: () => void }) {
  const { answer, zone, take } = props;
  const toDo = answer.newDayCount + answer.changedDayCount;
  const book = readBook();
  return (
    <>
      <p role="status">
        <strong>{t(answer.preview ? 'staffing.import.would' : 'staffing.import.done')}</strong>{' '}
        {t('staffing.import.days', {
          fresh: answer.newDayCount,
          changed: answer.changedDayCount,
          same: answer.unchangedDayCount,
          agents: answer.agentCount,
        })}{' '}
        {t('staffing.import.lines', {
          taken: answer.takenCount,
          lines: answer.lineCount,
          mistakes: answer.mistakeCount,
        })}
      </p>
      {answer.preview && (
        <button type="button" className="button button-primary" disabled={toDo === 0} onClick={take}>
          {t('staffing.import.take', { count: toDo })}
        </button>
      )}
      {answer.mistakes.length > 0 && (
        <div className="table-frame">
          <table className="table">
            <caption>{t('staffing.import.mistakes', { count: answer.mistakeCount })}</caption>
            <thead>
              <tr>
                <th scope="col">{t('staffing.import.line')}</th>
                <th scope="col">{t('staffing.import.field')}</th>
                <th scope="col">{t('staffing.import.value')}</th>
                <th scope="col">{t('staffing.import.reason')}</th>
              </tr>
            </thead>
            <tbody>
              {answer.mistakes.map((mistake, index) => (
                <tr key={`${mistake.line} ${mistake.field} ${index}`}>
                  <td className="numeric">{mistake.line}</td>
                  <td>{mistake.field}</td>
                  <td>{mistake.value}</td>
                  <td>{t(`staffing.mistake.${mistake.reason}` as MessageKey)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {answer.preview && answer.sample.length > 0 && (
        <div className="table-frame">
          <table className="table">
            <caption>{t('staffing.import.sample')}</caption>
            <tbody>
              {answer.sample.map(({ agentId, name, date, activities }) => (
                <tr key={`${agentId} ${date}`}>
                  <th scope="row">{name}</th>
                  <td className="numeric">{date}</td>
                  <td>
                    {activities
                      .map(
                        ({ activityId, startAt, endAt }) =>
                          `${activityName(activityOf(book, activityId))} ${formatTimeShort(startAt, zone)}–${formatTimeShort(endAt, zone)}`,
                      )
                      .join(', ')}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </>
  );
}

function AgentSelect(props: { readonly value: string; readonly onChange: (id: string) => void }) {
  const ids = useIds('agents');
  const { agents } = live().store.tables;
  return (
    <label className="field">
      <span>{t('staffing.import.whose')}</span>
      <select value={props.value} onChange={(event) => props.onChange(event.target.value)}>
        <option value="">{t('staffing.import.attendees')}</option>
        {ids
          .map((id) => ({ id, name: agents.row(id)?.name ?? id }))
          .toSorted((a, b) => a.name.localeCompare(b.name))
          .map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
      </select>
    </label>
  );
}
