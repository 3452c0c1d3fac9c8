import type { Command } from './feature.ts';

/** The commands that hold all of the words, best first: those that begin with them, then those with a word that does, then the rest. */
export function findCommands(commands: readonly Command[], words: string, most: number): readonly Command[] {
  const wanted = fold(words).split(/\s+/).filter(Boolean);
  if (wanted.length === 0) return commands.slice(0, most);
  const scored: { readonly command: Command; readonly score: number }[] = [];
  for (const command of commands) {
    const label = fold(command.label);
    const text = `${label} ${fold(command.hint ?? '')}`;
    if (!wanted.every((word) => text.includes(word))) continue;
    const first = wanted[0] ?? '';
    scored.push({ command, score: label.startsWith(first) ? 0 : label.includes(` ${first}`) ? 1 : 2 });
  }
  return scored
    .sort((left, right) => left.score - right.score)
    .slice(0, most)
    .map(({ command }) => command);
}

/** Without case and accents: people type what is quickest. */
function fold(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
}
