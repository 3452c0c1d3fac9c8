import { X } from 'lucide-react';
import { createElement, Suspense, useEffect, useRef } from 'react';
import { t } from '../messages/text.ts';
import { Skeleton, StateNote } from '../ui/state-note.tsx';
import { readPanel } from './desk-search.ts';
import { useFeatures } from './feature-slots.ts';
import { PartBoundary } from './part-boundary.tsx';
import { useChangeSearch, useDeskSearch } from './use-desk.ts';

/**
 * The drill-down at the side, opened by the address. It takes the focus when it opens and gives it back to where it was when it closes;
 * the rest of the screen stays usable.
 */
export function DetailPanel() {
  const search = useDeskSearch();
  const change = useChangeSearch();
  const panel = readPanel(search.panel);
  const features = useFeatures();
  const region = useRef<HTMLElement>(null);
  const opener = useRef<Element | null>(null);
  const isOpen = panel !== null;

  useEffect(() => {
    if (!isOpen) return undefined;
    opener.current = document.activeElement;
    region.current?.focus({ preventScroll: true });
    return () => {
      const back = opener.current;
      opener.current = null;
      // After React has taken the panel out: the focus would be lost with it otherwise.
      requestAnimationFrame(() => {
        const lost = document.activeElement === document.body || document.activeElement === null;
        if (!lost) return;
        if (back instanceof HTMLElement && back !== document.body && back.isConnected) back.focus();
        else document.getElementById('main')?.focus();
      });
    };
  }, [isOpen]);

  if (!panel) return null;
  const component = features.map((feature) => feature.panels?.[panel.kind]).find((found) => found !== undefined);
  const close = () => change({ panel: undefined });
  return (
    <aside className="detail-panel" ref={region} tabIndex={-1} aria-label={t('panel.title')}>
      <button type="button" className="icon-button panel-close" onClick={close} aria-label={t('panel.close')}>
        <X aria-hidden="true" size={18} />
      </button>
      <PartBoundary of={search.panel ?? ''}>
        <Suspense fallback={<Skeleton rows={10} label={t('state.loading')} />}>
          {component ? (
            <>
              {createElement(component, { key: search.panel, id: panel.id })}
              <PanelActions kind={panel.kind} id={panel.id} />
            </>
          ) : (
            <StateNote title={t('state.not-found.title')} />
          )}
        </Suspense>
      </PartBoundary>
    </aside>
  );
}

/** What other parts of the desk offer to do about the thing on show. */
function PanelActions({ kind, id }: { readonly kind: string; readonly id: string }) {
  const actions = useFeatures().flatMap(({ id: feature, panelActions }) => {
    const Action = panelActions?.[kind];
    return Action === undefined ? [] : [{ feature, Action }];
  });
  if (actions.length === 0) return null;
  return (
    <div className="panel-actions">
      {actions.map(({ feature, Action }) => (
        <Suspense key={feature} fallback={null}>
          <Action id={id} />
        </Suspense>
      ))}
    </div>
  );
}
