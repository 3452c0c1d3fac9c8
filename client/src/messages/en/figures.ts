import { FIGURES, type FigureId, type FigureWords } from '@floorwalk/shared/metrics/figures';

/** What is said about numbers outside the live rows. */
export type FigureMessages = Readonly<Record<`figure.${FigureId}${'' | '.formula' | '.source'}`, string>>;

/** A language's words as messages; a definition that names nobody is ours. */
export function figureMessages(
  words: Readonly<Record<string, readonly [label: string, formula: string, source?: string]>>,
): FigureMessages {
  return Object.fromEntries(
    Object.entries(words).flatMap(([id, [label, formula, source = 'Floorwalk']]) => [
      [`figure.${id}`, label],
      [`figure.${id}.formula`, formula],
      [`figure.${id}.source`, source],
    ]),
  ) as FigureMessages;
}

/** The registry says it in English already. */
export const figures = figureMessages(
  Object.fromEntries(
    Object.entries<FigureWords>(FIGURES).map(([id, { label, formula, source }]) => [
      id,
      source === undefined ? [label, formula] : [label, formula, source],
    ]),
  ),
);
