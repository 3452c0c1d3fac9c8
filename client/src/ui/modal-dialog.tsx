import { useEffect, useRef, type ReactNode, type RefObject } from 'react';
import { Dialog, Heading, Modal, ModalOverlay } from 'react-aria-components';
import { t } from '../messages/text.ts';

/** A dialog over the page: begins at its first field, holds the focus, closes with Escape, gives the focus back. */
export function ModalDialog({
  title,
  close,
  children,
}: {
  readonly title: string;
  readonly close: () => void;
  readonly children: ReactNode;
}) {
  const heading = useRef<HTMLHeadingElement>(null);
  return (
    <ModalOverlay className="overlay" isOpen isDismissable onOpenChange={(isOpen) => !isOpen && close()}>
      <Modal className="modal">
        <Dialog className="modal-body">
          <Heading slot="title" ref={heading}>
            {title}
          </Heading>
          {children}
          <BeginAtFirstField heading={heading} />
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}

/** Stands last in a dialog: its effect comes after the fields are there and before the dialog takes the focus itself. */
function BeginAtFirstField({ heading }: { readonly heading: RefObject<HTMLHeadingElement | null> }) {
  useEffect(() => {
    const dialog = heading.current?.parentElement;
    dialog?.querySelector<HTMLElement>('input:not([type=hidden]):enabled, select:enabled, textarea:enabled')?.focus();
  }, [heading]);
  return null;
}

/** Asks before something that cannot be undone; says what will be gone. The harmless answer has the focus. */
export function ConfirmDialog({
  title,
  text,
  action,
  isBusy = false,
  problem = null,
  onConfirm,
  onCancel,
}: {
  readonly title: string;
  readonly text: string;
  readonly action: string;
  readonly isBusy?: boolean;
  readonly problem?: string | null;
  readonly onConfirm: () => void;
  readonly onCancel: () => void;
}) {
  return (
    <ModalOverlay className="overlay" isOpen onOpenChange={(isOpen) => !isOpen && onCancel()}>
      <Modal className="modal">
        <Dialog className="modal-body" role="alertdialog">
          <Heading slot="title">{title}</Heading>
          <p>{text}</p>
          {problem !== null && (
            <p role="alert" className="form-problem">
              {problem}
            </p>
          )}
          <div className="dialog-actions">
            {/* oxlint-disable-next-line jsx-a11y/no-autofocus -- in a question about deleting, the harmless answer comes first */}
            <button type="button" className="button" autoFocus onClick={onCancel}>
              {t('dialog.cancel')}
            </button>
            <button type="button" className="button button-danger" disabled={isBusy} onClick={onConfirm}>
              {action}
            </button>
          </div>
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}
