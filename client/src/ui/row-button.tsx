type Props = {
  /** What stands on it. */
  readonly word: string;
  /** What it is called where it is not seen among its row: the word, and of what. */
  readonly name: string;
  readonly onClick: () => void;
  readonly tone?: 'primary' | 'danger';
  readonly isBusy?: boolean;
};

/** A small button that does something with one of many: the same word on each, a name of its own for each. */
export function RowButton({ word, name, onClick, tone, isBusy = false }: Props) {
  return (
    <button
      type="button"
      className={tone === undefined ? 'button button-small' : `button button-small button-${tone}`}
      aria-label={name}
      disabled={isBusy}
      onClick={onClick}
    >
      {word}
    </button>
  );
}
