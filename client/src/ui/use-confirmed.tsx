import { useMutation, useQueryClient, type QueryKey } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { ConfirmDialog } from './modal-dialog.tsx';
import { problemWords } from './problem-words.ts';

type Options<T> = {
  readonly act: (subject: T) => Promise<unknown>;
  /** What is fetched anew once it is done; nothing where the rows are live. */
  readonly queryKey?: QueryKey;
  readonly title: (subject: T) => string;
  readonly text: string;
  /** The word on the button that does it. */
  readonly action: string;
};

/** Something that is asked about before it is done. Gives the way to ask, and the dialog to draw while there is a question. */
export function useConfirmed<T>({ act, queryKey, title, text, action }: Options<T>): {
  readonly ask: (subject: T) => void;
  readonly dialog: ReactNode;
} {
  const queries = useQueryClient();
  const [asked, setAsked] = useState<{ readonly subject: T } | null>(null);
  const doing = useMutation({
    mutationFn: act,
    onSuccess: async () => {
      setAsked(null);
      if (queryKey !== undefined) await queries.invalidateQueries({ queryKey });
    },
  });
  return {
    ask: (subject) => setAsked({ subject }),
    dialog: asked && (
      <ConfirmDialog
        title={title(asked.subject)}
        text={text}
        action={action}
        isBusy={doing.isPending}
        problem={doing.isError ? problemWords(doing.error) : null}
        onConfirm={() => doing.mutate(asked.subject)}
        onCancel={() => {
          doing.reset();
          setAsked(null);
        }}
      />
    ),
  };
}
