import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useLocation, useRouter } from '@tanstack/react-router';
import { Bookmark, Trash2, Users } from 'lucide-react';
import { useState, type FormEvent } from 'react';
import { Button, Dialog, DialogTrigger, Popover } from 'react-aria-components';
import { ApiError } from '../api/request.ts';
import { deleteView, fetchViews, saveView } from '../api/views.ts';
import { t } from '../messages/text.ts';
import { announce } from '../ui/announcer.tsx';
import { formText } from '../ui/form-text.ts';
import { Skeleton } from '../ui/state-note.tsx';
import { useMay } from './session-context.ts';

/** Saved views: a name for an address, mine or shared with the site. */
export function ViewsMenu({ siteId }: { readonly siteId: string }) {
  return (
    <DialogTrigger>
      <Button className="icon-button labelled">
        <Bookmark aria-hidden="true" size={16} />
        {t('views.title')}
      </Button>
      <Popover className="popover" placement="bottom start">
        <Dialog className="popover-body views-menu" aria-label={t('views.title')}>
          {({ close }) => <Views siteId={siteId} close={close} />}
        </Dialog>
      </Popover>
    </DialogTrigger>
  );
}

function Views({ siteId, close }: { readonly siteId: string; readonly close: () => void }) {
  const key = ['views', siteId];
  const views = useQuery({ queryKey: key, queryFn: () => fetchViews(siteId) });
  const queries = useQueryClient();
  const refresh = () => queries.invalidateQueries({ queryKey: key });
  const { href } = useLocation();
  const { history } = useRouter();
  const mayShare = useMay('share-views', siteId);
  const [problem, setProblem] = useState<string | null>(null);
  const fail = (error: unknown) =>
    setProblem(
      error instanceof ApiError && error.status > 0 ? (error.detail ?? error.message) : t('state.unreachable.title'),
    );
  const save = useMutation({
    mutationFn: saveView,
    onSuccess: (view) => {
      announce(t('views.saved', { name: view.name }));
      return refresh();
    },
    onError: fail,
  });
  const remove = useMutation({ mutationFn: deleteView, onSuccess: refresh, onError: fail });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    const data = new FormData(form);
    const name = formText(data, 'name').trim();
    if (name === '') return;
    setProblem(null);
    save.mutate(
      { siteId, name, address: href, shared: data.get('shared') === 'on' },
      { onSuccess: () => form.reset() },
    );
  };
  return (
    <>
      <h2>{t('views.title')}</h2>
      {problem && (
        <p role="alert" className="form-problem">
          {problem}
        </p>
      )}
      {views.isPending && <Skeleton rows={3} label={t('state.loading')} />}
      {views.isError && <p className="quiet">{t('state.unreachable.title')}</p>}
      {views.data?.length === 0 && <p className="quiet">{t('views.empty')}</p>}
      <ul className="view-list">
        {views.data?.map((view) => (
          <li key={view.id}>
            <button
              type="button"
              className="link-button ellipsis"
              onClick={() => {
                close();
                history.push(view.address);
              }}
            >
              {view.name}
            </button>
            {view.shared && <Users size={14} role="img" aria-label={t('views.shared')} />}
            {view.mine && (
              <button
                type="button"
                className="icon-button"
                aria-label={t('views.delete', { name: view.name })}
                onClick={() => remove.mutate(view.id)}
              >
                <Trash2 aria-hidden="true" size={14} />
              </button>
            )}
          </li>
        ))}
      </ul>
      <form onSubmit={submit} className="form">
        <label className="field">
          <span>{t('views.save-as')}</span>
          <input name="name" required maxLength={100} autoComplete="off" />
        </label>
        {mayShare && (
          <label className="check">
            <input type="checkbox" name="shared" /> {t('views.share')}
          </label>
        )}
        <button type="submit" className="button button-primary" disabled={save.isPending}>
          {t('views.save')}
        </button>
      </form>
    </>
  );
}
