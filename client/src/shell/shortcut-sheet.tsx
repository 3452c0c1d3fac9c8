import { Dialog, Heading, Modal, ModalOverlay } from 'react-aria-components';
import { may } from '@floorwalk/shared/access/role';
import type { MessageKey } from '../messages/message-key.ts';
import { t } from '../messages/text.ts';
import { useFeatures } from './feature-slots.ts';
import { railScreens } from './rail.tsx';
import { useSession } from './session-context.ts';
import { useSiteId } from './use-desk.ts';

const KEYS: readonly (readonly [keys: readonly string[], what: MessageKey])[] = [
  [['Ctrl', 'K'], 'shortcuts.palette'],
  [['/'], 'shortcuts.filter'],
  [['↑', '↓', '←', '→'], 'shortcuts.move'],
  [['Home', 'End'], 'shortcuts.ends'],
  [['Enter'], 'shortcuts.open'],
  [['I'], 'shortcuts.formula'],
  [['Esc'], 'shortcuts.close'],
  [['R'], 'shortcuts.resort'],
  [['P'], 'shortcuts.pause'],
  [['?'], 'shortcuts.help'],
];

export default function ShortcutSheet({ close }: { readonly close: () => void }) {
  const siteId = useSiteId();
  const { principal } = useSession();
  const screens = railScreens(useFeatures(), (screen) => may(principal, screen.permission, siteId));
  return (
    <ModalOverlay className="overlay" isOpen isDismissable onOpenChange={(isOpen) => !isOpen && close()}>
      <Modal className="modal">
        <Dialog className="modal-body">
          <Heading slot="title">{t('shortcuts.title')}</Heading>
          <dl className="shortcut-list">
            {KEYS.map(([keys, what]) => (
              <Shortcut key={what} keys={keys} what={t(what)} />
            ))}
            {screens.map((screen) => (
              <Shortcut
                key={screen.path}
                keys={['G', screen.rail.key.toUpperCase()]}
                what={t('shortcuts.go', { screen: t(screen.title) })}
              />
            ))}
          </dl>
          <p className="quiet">{t('shortcuts.letters-note')}</p>
          <button type="button" className="button" onClick={close}>
            {t('action.close')}
          </button>
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}

function Shortcut({ keys, what }: { readonly keys: readonly string[]; readonly what: string }) {
  return (
    <div>
      <dt>
        {keys.map((key) => (
          <kbd key={key}>{key}</kbd>
        ))}
      </dt>
      <dd>{what}</dd>
    </div>
  );
}
