/** Made once: comparing by `localeCompare` looks the rules up again for every pair. Numbers within names count as numbers. */
const collator = new Intl.Collator(undefined, { numeric: true });

export const compareNames = (left: string, right: string): number => collator.compare(left, right);

/** The words of a filter, in small letters; made once per filter and not once per row. */
export function filterWords(text: string): readonly string[] {
  return text.toLowerCase().split(/\s+/).filter(Boolean);
}
