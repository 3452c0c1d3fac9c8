import type { ReactNode } from 'react';
import { EditorButtons, FormProblem } from './form-parts.tsx';
import { ProblemProvider } from './pointer-field.tsx';

type Props = {
  readonly className: string;
  readonly title: string;
  /** The sending of what was written; what it refuses stands at its field and at the end. */
  readonly putting: { readonly error: unknown; readonly isPending: boolean; readonly mutate: () => void };
  /** The word on the button that sends it. */
  readonly action: string;
  readonly close: () => void;
  readonly children: ReactNode;
};

/** A form that fills the page while something is written: a path, a rotation, a department. */
export function EditorForm({ className, title, putting, action, close, children }: Props) {
  return (
    <ProblemProvider value={putting.error}>
      <form
        className={className}
        onSubmit={(event) => {
          event.preventDefault();
          putting.mutate();
        }}
      >
        <h2>{title}</h2>
        {children}
        <FormProblem error={putting.error} />
        <EditorButtons action={action} isBusy={putting.isPending} close={close} />
      </form>
    </ProblemProvider>
  );
}
