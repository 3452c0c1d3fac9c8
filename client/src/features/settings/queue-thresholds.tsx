import { useMutation } from '@tanstack/react-query';
import { useId, useState, type FormEvent } from 'react';
import type { QueueRow } from '@floorwalk/shared/floor/rows';
import { configure } from '../../api/settings.ts';
import { live } from '../../connection/live-session.ts';
import { t } from '../../messages/text.ts';
import { useDerived } from '../../store/use-row.ts';
import { same } from '../../store/same.ts';
import { formText } from '../../ui/form-text.ts';
import { announce } from '../../ui/announcer.tsx';
import { formatRatio, formatSpan } from '../../ui/format.ts';
import { ModalDialog } from '../../ui/modal-dialog.tsx';
import { problemField, problemWords } from '../../ui/problem-words.ts';

type Settings = Pick<
  QueueRow,
  'id' | 'name' | 'serviceLevelThresholdMs' | 'shortAbandonThresholdMs' | 'serviceLevelTarget' | 'highValue'
>;

/** Beyond this the table is cut and says so; the filter finds the rest. */
const MOST_SHOWN = 200;

/** What each queue is measured against. */
export function QueueThresholds({ siteId }: { readonly siteId: string }) {
  const [filter, setFilter] = useState('');
  const [editing, setEditing] = useState<Settings | null>(null);
  const queues = useDerived(['queues'], readQueues, same, siteId);
  const words = filter.trim().toLowerCase();
  const found = queues.filter(({ id, name }) => `${name} ${id}`.toLowerCase().includes(words));
  const shown = found.slice(0, MOST_SHOWN);
  return (
    <section aria-labelledby="queues-title">
      <h2 id="queues-title">{t('queues.title')}</h2>
      <p className="quiet">{t('queues.text')}</p>
      {queues.length === 0 ? (
        <p>{t('queues.empty')}</p>
      ) : (
        <>
          <label className="field field-row">
            <span>{t('queues.filter')}</span>
            <input type="search" value={filter} maxLength={200} onChange={(event) => setFilter(event.target.value)} />
          </label>
          <div className="table-frame">
            <table className="table">
              <thead>
                <tr>
                  <th scope="col">{t('queues.column.name')}</th>
                  <th scope="col" className="cell-number">
                    {t('queues.column.threshold')}
                  </th>
                  <th scope="col" className="cell-number">
                    {t('queues.column.target')}
                  </th>
                  <th scope="col" className="cell-number">
                    {t('queues.column.short')}
                  </th>
                  <th scope="col">{t('queues.column.high-value')}</th>
                  <th scope="col">
                    <span className="visually-hidden">{t('settings.column.actions')}</span>
                  </th>
                </tr>
              </thead>
              <tbody>
                {shown.map((queue) => (
                  <tr key={queue.id}>
                    <th scope="row">{queue.name}</th>
                    <td className="cell-number">{formatSpan(queue.serviceLevelThresholdMs)}</td>
                    <td className="cell-number">{formatRatio(queue.serviceLevelTarget)}</td>
                    <td className="cell-number">{formatSpan(queue.shortAbandonThresholdMs)}</td>
                    <td>{queue.highValue ? t('queues.yes') : t('queues.no')}</td>
                    <td className="cell-actions">
                      <button
                        type="button"
                        className="button button-small"
                        aria-label={t('queues.edit-named', { name: queue.name })}
                        onClick={() => setEditing(queue)}
                      >
                        {t('queues.edit')}
                      </button>
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
          {found.length > shown.length && (
            <p className="page-note">{t('queues.cut', { shown: shown.length, count: found.length })}</p>
          )}
          {found.length === 0 && <p>{t('queues.none-found')}</p>}
        </>
      )}
      {editing !== null && <QueueDialog siteId={siteId} queue={editing} close={() => setEditing(null)} />}
    </section>
  );
}

function readQueues(): readonly Settings[] {
  return [...live().store.tables.queues.rows()]
    .map(({ id, name, serviceLevelThresholdMs, shortAbandonThresholdMs, serviceLevelTarget, highValue }) => ({
      id,
      name,
      serviceLevelThresholdMs,
      shortAbandonThresholdMs,
      serviceLevelTarget,
      highValue,
    }))
    .toSorted((left, right) => left.name.localeCompare(right.name));
}

function QueueDialog({
  siteId,
  queue,
  close,
}: {
  readonly siteId: string;
  readonly queue: Settings;
  readonly close: () => void;
}) {
  const problemId = useId();
  const save = useMutation({
    mutationFn: (data: Record<string, unknown>) =>
      configure(siteId, { type: 'queue.configured', data: { queueId: queue.id, ...data } }),
    onSuccess: () => {
      announce(t('queues.saved', { name: queue.name }));
      close();
    },
  });
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const wanted: Omit<Settings, 'id'> = {
      name: formText(form, 'name').trim(),
      serviceLevelThresholdMs: Math.round(Number(form.get('serviceLevelThresholdMs')) * 1000),
      shortAbandonThresholdMs: Math.round(Number(form.get('shortAbandonThresholdMs')) * 1000),
      serviceLevelTarget: Math.round(Number(form.get('serviceLevelTarget')) * 100) / 10_000,
      highValue: form.get('highValue') === 'on',
    };
    const data = Object.fromEntries(
      Object.entries(wanted).filter(([key, value]) => value !== queue[key as keyof typeof wanted]),
    );
    if (Object.keys(data).length === 0) close();
    else save.mutate(data);
  };
  const field = problemField(save.error);
  const noted = (name: string) =>
    save.isError && field === name ? { 'aria-invalid': true, 'aria-describedby': problemId } : {};
  return (
    <ModalDialog title={t('queues.edit-named', { name: queue.name })} close={close}>
      <form className="form" onSubmit={submit}>
        {save.isError && (
          <p role="alert" id={problemId} className="form-problem">
            {problemWords(save.error)}
          </p>
        )}
        <label className="field">
          <span>{t('queues.name')}</span>
          <input name="name" required maxLength={200} pattern=".*\S.*" defaultValue={queue.name} {...noted('name')} />
        </label>
        <label className="field">
          <span>{t('queues.threshold')}</span>
          <input
            name="serviceLevelThresholdMs"
            type="number"
            required
            min={0}
            max={604_800}
            step={0.001}
            defaultValue={queue.serviceLevelThresholdMs / 1000}
            {...noted('serviceLevelThresholdMs')}
          />
        </label>
        <label className="field">
          <span>{t('queues.target')}</span>
          <input
            name="serviceLevelTarget"
            type="number"
            required
            min={0}
            max={100}
            step={0.01}
            defaultValue={Math.round(queue.serviceLevelTarget * 10_000) / 100}
            {...noted('serviceLevelTarget')}
          />
        </label>
        <label className="field">
          <span>{t('queues.short')}</span>
          <input
            name="shortAbandonThresholdMs"
            type="number"
            required
            min={0}
            max={3600}
            step={0.001}
            defaultValue={queue.shortAbandonThresholdMs / 1000}
            {...noted('shortAbandonThresholdMs')}
          />
        </label>
        <label className="check">
          <input type="checkbox" name="highValue" defaultChecked={queue.highValue} /> {t('queues.high-value')}
        </label>
        <div className="dialog-actions">
          <button type="button" className="button" onClick={close}>
            {t('dialog.cancel')}
          </button>
          <button type="submit" className="button button-primary" disabled={save.isPending}>
            {t('settings.save')}
          </button>
        </div>
      </form>
    </ModalDialog>
  );
}
