import { useId, type ReactNode } from 'react';
import { t } from '../messages/text.ts';
import { problemField, problemWords } from './problem-words.ts';

/** What the server said about what was tried; nothing while it said nothing. */
export function FormProblem({ error, id }: { readonly error: unknown; readonly id?: string }) {
  if (error === null || error === undefined) return null;
  return (
    <p role="alert" id={id} className="form-problem">
      {problemWords(error)}
    </p>
  );
}

type Noted = { readonly 'aria-invalid'?: true; readonly 'aria-describedby'?: string };

/**
 * What the server said about a form: `problem` stands at its head, and `noted(name)` marks the field at fault and points it to the words.
 * `fieldOf` finds that field's name where it is not simply the last part of the pointer.
 */
export function useFormProblem(
  error: unknown,
  fieldOf: (error: unknown) => string | null = problemField,
): { readonly problem: ReactNode; readonly noted: (name: string) => Noted } {
  const id = useId();
  if (error === null || error === undefined) return { problem: null, noted: () => ({}) };
  const field = fieldOf(error);
  return {
    problem: <FormProblem id={id} error={error} />,
    noted: (name) => (name === field ? { 'aria-invalid': true, 'aria-describedby': id } : {}),
  };
}

/** A field with its name above and, where one is needed, a word of help below. */
export function Field({
  label,
  hint,
  children,
}: {
  readonly label: string;
  readonly hint?: string;
  readonly children: ReactNode;
}) {
  return (
    <label className="field">
      <span>{label}</span>
      {children}
      {hint !== undefined && <small className="quiet">{hint}</small>}
    </label>
  );
}

type Buttons = {
  readonly action: string;
  readonly isBusy: boolean;
  /** Whether enough is filled in. */
  readonly isReady?: boolean;
  readonly close: () => void;
};

/** The end of a form in a dialog: leave it, or do it. */
export function DialogButtons({
  action,
  isBusy,
  close,
  isReady = true,
  isDangerous = false,
}: Buttons & { readonly isDangerous?: boolean }) {
  return (
    <div className="dialog-actions">
      <button type="button" className="button" onClick={close}>
        {t('dialog.cancel')}
      </button>
      <button
        type="submit"
        className={`button ${isDangerous ? 'button-danger' : 'button-primary'}`}
        disabled={isBusy || !isReady}
      >
        {action}
      </button>
    </div>
  );
}

/** The end of a form that fills the page: keep what was written, or leave. */
export function EditorButtons({ action, isBusy, close, isReady = true }: Buttons) {
  return (
    <div className="button-row">
      <button type="submit" className="button button-primary" disabled={isBusy || !isReady}>
        {action}
      </button>
      <button type="button" className="button" onClick={close}>
        {t('dialog.cancel')}
      </button>
    </div>
  );
}
