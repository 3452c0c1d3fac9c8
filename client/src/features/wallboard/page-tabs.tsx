import { ArrowLeft, ArrowRight, Plus, Trash2 } from 'lucide-react';
import { t } from '../../messages/text.ts';
import { MOST_PAGES, shownPage, type Draft, type DraftAction } from './board-draft.ts';

/** The board's pages: which one is edited, its title, its place in the rotation. */
export function PageTabs({ draft, act }: { readonly draft: Draft; readonly act: (action: DraftAction) => void }) {
  const { pages } = draft.board;
  const page = shownPage(draft);
  const at = pages.findIndex(({ id }) => id === page.id);
  return (
    <div className="page-bar">
      <fieldset className="page-tabs bare" aria-label={t('boards.pages')}>
        {pages.map(({ id, title }, index) => (
          <button
            key={id}
            type="button"
            className="chip-button"
            aria-pressed={id === page.id}
            onClick={() => act({ kind: 'show-page', pageId: id })}
          >
            {index + 1}. {title === '' ? t('boards.page.untitled') : title}
          </button>
        ))}
        <button
          type="button"
          className="button button-small"
          disabled={pages.length >= MOST_PAGES}
          onClick={() =>
            act({
              kind: 'add-page',
              id: crypto.randomUUID(),
              title: t('boards.page.new-title', { number: pages.length + 1 }),
            })
          }
        >
          <Plus aria-hidden="true" size={14} /> {t('boards.page.add')}
        </button>
      </fieldset>
      <div className="page-tools">
        <label className="field field-row">
          <span>{t('boards.page.title')}</span>
          <input
            value={page.title}
            maxLength={60}
            onChange={(event) => act({ kind: 'rename-page', title: event.target.value })}
          />
        </label>
        {pages.length > 1 && (
          <>
            <button
              type="button"
              className="icon-button bordered"
              aria-label={t('boards.page.earlier')}
              disabled={at === 0}
              onClick={() => act({ kind: 'move-page', by: -1 })}
            >
              <ArrowLeft aria-hidden="true" size={16} />
            </button>
            <button
              type="button"
              className="icon-button bordered"
              aria-label={t('boards.page.later')}
              disabled={at === pages.length - 1}
              onClick={() => act({ kind: 'move-page', by: 1 })}
            >
              <ArrowRight aria-hidden="true" size={16} />
            </button>
            <button
              type="button"
              className="icon-button bordered"
              aria-label={t('boards.page.remove', { title: page.title })}
              onClick={() => act({ kind: 'remove-page' })}
            >
              <Trash2 aria-hidden="true" size={16} />
            </button>
          </>
        )}
      </div>
    </div>
  );
}
