import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { readDeskSearch, readPanel } from './desk-search.ts';

describe('the address', () => {
  it('never breaks on what somebody typed, and reads its own answer as the same', () => {
    fc.assert(
      fc.property(
        fc.dictionary(
          fc.constantFrom('at', 'speed', 'view', 'window', 'density', 'filter', 'panel', 'agentState', 'x'),
          fc.jsonValue(),
        ),
        (raw) => {
          const search = readDeskSearch(raw as Record<string, unknown>);
          expect(readDeskSearch(search)).toEqual(search);
          expect(search.speed ?? 0).toBeLessThanOrEqual(600);
        },
      ),
    );
  });

  it('names a drill-down by kind and id, whatever is in the id', () => {
    expect(readPanel('queue:a:b/c?d')).toEqual({ kind: 'queue', id: 'a:b/c?d' });
    expect(readPanel('queue:')).toBeNull();
    expect(readPanel(':x')).toBeNull();
    expect(readPanel(undefined)).toBeNull();
  });
});
