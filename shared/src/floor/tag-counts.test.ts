import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LoggedEvent } from '../kit/logged-event.ts';
import { createLiveState, decodeState, encodeState, foldEvent, liveRows } from '../live/live-state.ts';
import {
  countTags,
  createTagCounts,
  decodeTagCounts,
  encodeTagCounts,
  TAGS_COUNTED,
  undeclaredCount,
} from './tag-counts.ts';

describe('tags outside the vocabulary', () => {
  const tag = fc.constantFrom('refund', 'outage', 'Refund', '__proto__', 'größe');
  it('are counted each time they are told, whenever the vocabulary is declared and in whatever order they come', () => {
    fc.assert(
      fc.property(fc.array(fc.array(tag)), fc.uniqueArray(tag, { minLength: 1 }), (told, vocabulary) => {
        const tags = createTagCounts();
        for (const some of told) countTags(tags, some);
        const expected = told.flat().filter((one) => !vocabulary.includes(one)).length;
        expect(undeclaredCount(tags, vocabulary)).toBe(expected);
        const backwards = createTagCounts();
        for (const some of told.toReversed()) countTags(backwards, some);
        expect(JSON.stringify(encodeTagCounts(backwards))).toBe(JSON.stringify(encodeTagCounts(tags)));
        expect(undeclaredCount(decodeTagCounts(encodeTagCounts(tags)), vocabulary)).toBe(expected);
      }),
    );
  });

  it('are none while nothing is declared', () => {
    const tags = createTagCounts();
    countTags(tags, ['refund']);
    expect(undeclaredCount(tags, [])).toBe(0);
  });

  it('beyond the limit are counted together', () => {
    const tags = createTagCounts();
    countTags(
      tags,
      Array.from({ length: TAGS_COUNTED + 5 }, (_, index) => `tag-${index}`),
    );
    countTags(tags, ['tag-0']);
    expect(tags.counts.size).toBe(TAGS_COUNTED);
    expect(undeclaredCount(tags, ['tag-0'])).toBe(TAGS_COUNTED + 4);
  });

  it('stand in the row of the site: once for each event, also where the vocabulary is declared later and after a restart', () => {
    const state = createLiveState('site');
    const at = Date.UTC(2026, 2, 10, 9);
    let position = 0;
    const fold = (id: string, type: LoggedEvent['type'], data: object): void => {
      const event = { id, position: ++position, source: 'platform', type, time: at, recordedAt: at, data };
      expect(foldEvent(state, event as LoggedEvent)).toBeNull(); // of one of the types
    };
    const undeclared = (of: typeof state): unknown => liveRows(of, at, 'all').tables.sites?.[0]?.undeclaredTagCount;
    fold('1', 'contact.queued', { contactId: 'c', queueId: 'billing', tags: ['refund', 'odd'] });
    expect(undeclared(state)).toBe(0);
    fold('2', 'site.configured', { tags: ['refund'] });
    expect(undeclared(state)).toBe(1);
    fold('1', 'contact.queued', { contactId: 'c', queueId: 'billing', tags: ['refund', 'odd'] });
    expect(undeclared(state)).toBe(1);
    fold('3', 'survey.answered', { contactId: 'c', scale: 'csat', score: 4, tags: ['odd'] });
    expect(undeclared(state)).toBe(2);
    expect(undeclared(decodeState('site', JSON.parse(JSON.stringify(encodeState(state)))))).toBe(2);
  });
});
