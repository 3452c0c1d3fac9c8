import { compileMessage as compileIcu } from '@lingui/message-utils/compileMessage';
import { describe, expect, it } from 'vitest';
import { compileMessage } from './compile-message.ts';

describe('messages without a parser of ICU', () => {
  it.each(['', 'Queues', '{count} ms', '{a}{b}', 'from {from} to {to}.', 'a # b'])(
    'come out as the parser has them: “%s”',
    (text) => expect(compileMessage(text)).toEqual(compileIcu(text)),
  );

  it('are not taken for compiled where they need one, so that the build compiles them', () => {
    for (const text of ['{count, plural, one {# row} other {# rows}}', "it''s {name}", "'{'name'}'"])
      expect(compileMessage(text)).not.toEqual(compileIcu(text));
  });

  it('pass through where the build compiled them', () => {
    const compiled = compileIcu('{count, plural, one {# row} other {# rows}}');
    expect(compileMessage(compiled)).toBe(compiled);
  });
});
