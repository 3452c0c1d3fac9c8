import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { siteIdFrom } from './site-id-from.ts';

describe('a site’s id from its name', () => {
  it('keeps what reads well and drops the rest', () => {
    expect(siteIdFrom('  Köln Süd – Line 2 ')).toBe('koln-sud-line-2');
    expect(siteIdFrom('北京')).toBe('');
  });

  it('fits into an address whatever the name is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (name) => /^(?:[a-z0-9][a-z0-9-]{0,59})?$/.test(siteIdFrom(name))),
    );
  });
});
