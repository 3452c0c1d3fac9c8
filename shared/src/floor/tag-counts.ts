/** Tags told apart at most; what comes beyond is counted together. */
export const TAGS_COUNTED = 1_000;

/** How often each tag was told. By tag and not only undeclared ones, because the vocabulary may be declared after its first use. */
export type TagCounts = { readonly counts: Map<string, number>; beyondCount: number };

export function createTagCounts(): TagCounts {
  return { counts: new Map(), beyondCount: 0 };
}

export function countTags(tags: TagCounts, told: readonly string[]): void {
  for (const tag of told) {
    const count = tags.counts.get(tag);
    if (count === undefined && tags.counts.size >= TAGS_COUNTED) tags.beyondCount++;
    else tags.counts.set(tag, (count ?? 0) + 1);
  }
}

/** How often tags were told that the vocabulary does not hold; none while no vocabulary is declared. */
export function undeclaredCount(tags: TagCounts, vocabulary: readonly string[]): number {
  if (vocabulary.length === 0) return 0;
  const declared = new Set(vocabulary);
  let count = tags.beyondCount;
  for (const [tag, told] of tags.counts) if (!declared.has(tag)) count += told;
  return count;
}

/** In order of the tags, so that equal counts are equal texts. */
export type EncodedTagCounts = {
  readonly counts: readonly (readonly [string, number])[];
  readonly beyondCount: number;
};

export function encodeTagCounts(tags: TagCounts): EncodedTagCounts {
  return { counts: [...tags.counts].toSorted(([a], [b]) => (a < b ? -1 : 1)), beyondCount: tags.beyondCount };
}

export function decodeTagCounts({ counts, beyondCount }: EncodedTagCounts): TagCounts {
  return { counts: new Map(counts), beyondCount };
}
