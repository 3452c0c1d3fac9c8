import { t } from '../../messages/text.ts';
import type { TileFlaw } from './inspect-page.ts';

/** A flaw in a sentence. */
export function flawWords(flaw: TileFlaw, nameOf: (tileId: string) => string): string {
  switch (flaw.kind) {
    case 'overlap':
      return t('boards.flaw.overlap', { other: nameOf(flaw.otherId) });
    case 'too-small':
      return t('boards.flaw.too-small', { metres: flaw.readableFromMetres });
    default:
      return t(`boards.flaw.${flaw.kind}`);
  }
}

/** What is wrong with one tile: errors first. */
export function FlawList({
  id,
  flaws,
  nameOf,
}: {
  readonly id: string;
  readonly flaws: readonly TileFlaw[];
  readonly nameOf: (tileId: string) => string;
}) {
  if (flaws.length === 0) return null;
  const ordered = flaws.toSorted((left, right) => Number(right.isError) - Number(left.isError));
  return (
    <ul id={id} className="flaw-list">
      {ordered.map((flaw) => (
        <li key={flawWords(flaw, nameOf)} data-error={flaw.isError || undefined}>
          {flawWords(flaw, nameOf)}
        </li>
      ))}
    </ul>
  );
}
