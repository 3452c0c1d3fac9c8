import { useMemo, useState, type KeyboardEvent } from 'react';
import { Dialog, Modal, ModalOverlay } from 'react-aria-components';
import { may } from '@floorwalk/shared/access/role';
import { live } from '../connection/live-session.ts';
import { LOCALE_NAMES, LOCALES } from '../messages/locale.ts';
import type { MessageKey } from '../messages/message-key.ts';
import { t } from '../messages/text.ts';
import { useFeatures } from './feature-slots.ts';
import type { Command } from './feature.ts';
import { THEMES, usePreferences } from './preferences.ts';
import { railScreens } from './rail.tsx';
import { findCommands } from './find-commands.ts';
import { useSession } from './session-context.ts';
import { useChangeSearch, useDeskActions } from './use-desk.ts';

const MOST_SHOWN = 12;

/** Go anywhere, do anything, by typing a few letters. */
export default function CommandPalette(props: { readonly close: () => void; readonly openShortcuts: () => void }) {
  const { close, openShortcuts } = props;
  const commands = useCommands(openShortcuts);
  const [words, setWords] = useState('');
  const [active, setActive] = useState(0);
  const found = useMemo(() => findCommands(commands, words, MOST_SHOWN), [commands, words]);
  const run = (command: Command | undefined) => {
    if (!command) return;
    close();
    command.run();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (step !== 0 && found.length > 0) {
      event.preventDefault();
      setActive((last) => (last + step + found.length) % found.length);
    } else if (event.key === 'Enter') {
      event.preventDefault();
      run(found[active]);
    }
  };
  return (
    <ModalOverlay className="overlay overlay-top" isOpen isDismissable onOpenChange={(isOpen) => !isOpen && close()}>
      <Modal className="modal palette">
        <Dialog className="palette-body" aria-label={t('palette.title')}>
          <input
            // oxlint-disable-next-line jsx-a11y/no-autofocus -- a palette is opened in order to type
            autoFocus
            role="combobox"
            className="palette-input"
            aria-label={t('palette.title')}
            aria-expanded={found.length > 0}
            aria-controls="palette-list"
            aria-activedescendant={found[active] ? `command-${active}` : undefined}
            aria-autocomplete="list"
            placeholder={t('palette.placeholder')}
            value={words}
            onChange={(event) => {
              setWords(event.target.value);
              setActive(0);
            }}
            onKeyDown={onKeyDown}
          />
          <div id="palette-list" role="listbox" aria-label={t('palette.title')} className="palette-list">
            {found.map((command, index) => (
              // oxlint-disable-next-line jsx-a11y/click-events-have-key-events -- the field above holds the focus and its keys
              <div
                key={command.id}
                id={`command-${index}`}
                role="option"
                tabIndex={-1}
                aria-selected={index === active}
                className="palette-item"
                onPointerMove={() => setActive(index)}
                onClick={() => run(command)}
              >
                <span className="ellipsis">{command.label}</span>
                <span className="quiet">{t(command.group)}</span>
              </div>
            ))}
          </div>
          {found.length === 0 && <p className="quiet palette-empty">{t('palette.nothing', { words })}</p>}
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}

/** Everything on offer, gathered once when the palette opens. */
function useCommands(openShortcuts: () => void): readonly Command[] {
  const features = useFeatures();
  const desk = useDeskActions();
  const change = useChangeSearch();
  const { principal, sites } = useSession();
  const { set, frequency } = usePreferences();
  return useMemo(() => {
    const { tables } = live().store;
    const screens = railScreens(features, (screen) => may(principal, screen.permission, desk.siteId)).map((screen) => ({
      id: `screen ${screen.path}`,
      label: t(screen.title),
      group: 'palette.group.screens' as const,
      run: () => desk.goTo(screen.path.replace(/\/?\$.*$/, '')),
    }));
    const actions: Command[] = [
      { id: 'do shortcuts', label: t('shortcuts.title'), group: 'palette.group.actions', run: openShortcuts },
      {
        id: 'do pause',
        label: frequency === 'paused' ? t('palette.resume') : t('palette.pause'),
        group: 'palette.group.actions',
        run: () => set({ frequency: frequency === 'paused' ? 'live' : 'paused' }),
      },
      {
        id: 'do live',
        label: t('travel.back-to-live'),
        group: 'palette.group.actions',
        run: () => change({ at: undefined, speed: undefined, view: undefined }),
      },
      ...THEMES.map((theme) => ({
        id: `do theme ${theme}`,
        label: `${t('user.theme')}: ${t(`theme.${theme}` as MessageKey)}`,
        group: 'palette.group.actions' as const,
        run: () => set({ theme }),
      })),
      ...LOCALES.map((locale) => ({
        id: `do language ${locale}`,
        label: `${t('user.language')}: ${LOCALE_NAMES[locale]}`,
        group: 'palette.group.actions' as const,
        run: () => set({ locale }),
      })),
    ];
    const queues = [...tables.queues.rows()].map((queue) => ({
      id: `queue ${queue.id}`,
      label: queue.name,
      hint: queue.id,
      group: 'palette.group.queues' as const,
      run: () => desk.openPanel('queue', queue.id),
    }));
    const agents = [...tables.agents.rows()].map((agent) => ({
      id: `agent ${agent.id}`,
      label: agent.name,
      hint: agent.id,
      group: 'palette.group.agents' as const,
      run: () => desk.openPanel('agent', agent.id),
    }));
    const bots = [...tables.bots.rows()].map((bot) => ({
      id: `bot ${bot.id}`,
      label: bot.name,
      hint: bot.id,
      group: 'palette.group.bots' as const,
      run: () => desk.openPanel('bot', bot.id),
    }));
    const others = sites
      .filter((site) => site.id !== desk.siteId)
      .map((site) => ({
        id: `site ${site.id}`,
        label: site.name,
        hint: site.id,
        group: 'palette.group.sites' as const,
        run: () => window.location.assign(`/sites/${encodeURIComponent(site.id)}/floor`),
      }));
    return [
      ...screens,
      ...actions,
      ...features.flatMap((feature) => feature.commands?.(desk) ?? []),
      ...queues,
      ...agents,
      ...bots,
      ...others,
    ];
  }, [features, desk, change, principal, sites, set, frequency, openShortcuts]);
}
