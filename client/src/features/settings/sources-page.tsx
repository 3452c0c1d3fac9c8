import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { PlugZap, Plus } from 'lucide-react';
import type { Source } from '@floorwalk/shared/api/ingest';
import { addSource, fetchSources, revokeSource } from '../../api/settings.ts';
import { t } from '../../messages/text.ts';
import { useSiteId } from '../../shell/use-desk.ts';
import { formText } from '../../ui/form-text.ts';
import { formatAgo } from '../../ui/format-ago.ts';
import { ConfirmDialog, ModalDialog } from '../../ui/modal-dialog.tsx';
import { problemField, problemWords } from '../../ui/problem-words.ts';
import { StateNote } from '../../ui/state-note.tsx';
import { RefusedList } from './refused-list.tsx';
import { Answered, SettingsFrame } from './settings-frame.tsx';
import { SourceToken } from './source-token.tsx';

const REFRESH_MS = 15_000;

/** Sources: who may send events, with which token, and what of theirs was refused. */
export default function SourcesPage() {
  const siteId = useSiteId();
  const key = ['sources', siteId];
  const queries = useQueryClient();
  const sources = useQuery({ queryKey: key, queryFn: () => fetchSources(siteId), refetchInterval: REFRESH_MS });
  const [isAdding, setAdding] = useState(false);
  const [made, setMade] = useState<Source | null>(null);
  const [revoking, setRevoking] = useState<Source | null>(null);
  const revoke = useMutation({
    mutationFn: (source: Source) => revokeSource(siteId, source.id),
    onSuccess: async () => {
      setRevoking(null);
      await queries.invalidateQueries({ queryKey: key });
    },
  });
  const added = async (source: Source): Promise<void> => {
    setAdding(false);
    setMade(source);
    await queries.invalidateQueries({ queryKey: key });
  };
  const used = ({ lastUsedAt }: Source): string =>
    lastUsedAt === null ? t('sources.never-used') : formatAgo(sources.dataUpdatedAt - lastUsedAt);
  return (
    <SettingsFrame
      title={t('settings.sources')}
      text={t('settings.sources.text')}
      action={
        <button type="button" className="button button-primary" onClick={() => setAdding(true)}>
          <Plus aria-hidden="true" size={16} /> {t('sources.add')}
        </button>
      }
    >
      {made?.token !== undefined && <SourceToken source={made} token={made.token} onDone={() => setMade(null)} />}
      <Answered
        query={sources}
        isEmpty={(all) => all.length === 0}
        empty={
          <StateNote icon={PlugZap} title={t('sources.empty.title')}>
            {t('sources.empty.text')}
          </StateNote>
        }
      >
        {(all) => (
          <div className="table-frame">
            <table className="table">
              <thead>
                <tr>
                  <th scope="col">{t('sources.column.name')}</th>
                  <th scope="col">{t('sources.column.used')}</th>
                  <th scope="col">{t('sources.column.added')}</th>
                  <th scope="col">
                    <span className="visually-hidden">{t('settings.column.actions')}</span>
                  </th>
                </tr>
              </thead>
              <tbody>
                {all.map((source) => (
                  <tr key={source.id}>
                    <th scope="row">{source.name}</th>
                    <td>{used(source)}</td>
                    <td>{formatAgo(sources.dataUpdatedAt - source.createdAt)}</td>
                    <td className="cell-actions">
                      <button
                        type="button"
                        className="button button-small button-danger"
                        aria-label={t('sources.revoke-named', { name: source.name })}
                        onClick={() => setRevoking(source)}
                      >
                        {t('sources.revoke')}
                      </button>
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        )}
      </Answered>
      <RefusedList siteId={siteId} />
      {isAdding && <AddSource siteId={siteId} close={() => setAdding(false)} onAdded={added} />}
      {revoking !== null && (
        <ConfirmDialog
          title={t('sources.revoke.title', { name: revoking.name })}
          text={t('sources.revoke.text')}
          action={t('sources.revoke')}
          isBusy={revoke.isPending}
          problem={revoke.isError ? problemWords(revoke.error) : null}
          onConfirm={() => revoke.mutate(revoking)}
          onCancel={() => {
            revoke.reset();
            setRevoking(null);
          }}
        />
      )}
    </SettingsFrame>
  );
}

function AddSource({
  siteId,
  close,
  onAdded,
}: {
  readonly siteId: string;
  readonly close: () => void;
  readonly onAdded: (source: Source) => Promise<void>;
}) {
  const add = useMutation({ mutationFn: (name: string) => addSource(siteId, name), onSuccess: onAdded });
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    add.mutate(formText(new FormData(event.currentTarget), 'name').trim());
  };
  const atName = problemField(add.error) === 'name';
  return (
    <ModalDialog title={t('sources.add')} close={close}>
      <form className="form" onSubmit={submit}>
        {add.isError && (
          <p role="alert" id="source-problem" className="form-problem">
            {problemWords(add.error)}
          </p>
        )}
        <label className="field">
          <span>{t('sources.name')}</span>
          <input
            name="name"
            required
            maxLength={200}
            pattern=".*\S.*"
            autoComplete="off"
            spellCheck={false}
            aria-invalid={atName || undefined}
            aria-describedby={atName ? 'source-problem' : undefined}
          />
          <small className="quiet">{t('sources.name-hint')}</small>
        </label>
        <div className="dialog-actions">
          <button type="button" className="button" onClick={close}>
            {t('dialog.cancel')}
          </button>
          <button type="submit" className="button button-primary" disabled={add.isPending}>
            {t('sources.add')}
          </button>
        </div>
      </form>
    </ModalDialog>
  );
}
