import { describe, expect, it } from 'vitest';
import { findCommands } from './find-commands.ts';
import type { Command } from './feature.ts';

const command = (label: string, hint?: string): Command => ({
  id: label,
  label,
  ...(hint === undefined ? {} : { hint }),
  group: 'palette.group.queues',
  run: () => undefined,
});

describe('finding commands', () => {
  const commands = [
    command('Return of goods'),
    command('VIP billing'),
    command('Billing', 'q-17'),
    command('Prüfung Büro'),
  ];

  it('finds all words in any order, what begins with them first', () => {
    expect(findCommands(commands, 'bil', 9).map(({ label }) => label)).toEqual(['Billing', 'VIP billing']);
    expect(findCommands(commands, 'billing vip', 9).map(({ label }) => label)).toEqual(['VIP billing']);
  });

  it('minds neither case nor accents, and looks at ids too', () => {
    expect(findCommands(commands, 'BURO', 9).map(({ label }) => label)).toEqual(['Prüfung Büro']);
    expect(findCommands(commands, 'q-17', 9).map(({ label }) => label)).toEqual(['Billing']);
  });

  it('gives no more than asked for', () => {
    expect(findCommands(commands, '', 2).length).toBe(2);
    expect(findCommands(commands, 'nothing like it', 9)).toEqual([]);
  });
});
