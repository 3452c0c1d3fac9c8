import type { CompiledMessage } from '@lingui/message-utils/compileMessage';

/**
 * Stands for the compiler of ICU messages in what browsers load, whose parser need not be fetched: messages with plurals and choices are
 * compiled when the console is built (see `compile-catalogues.ts` beside its configuration). What remains text has nothing but places for values.
 */
export function compileMessage(message: string | CompiledMessage): CompiledMessage {
  if (typeof message !== 'string') return message;
  const parts = message.split(/\{(\w+)\}/).map((part, index) => (index % 2 === 0 ? part : ([part] as [string])));
  return parts.filter((part) => part !== '');
}
