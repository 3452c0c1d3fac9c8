import { anonymousBank } from './anonymous-bank.ts';
import { asteriskQueueLog } from './asterisk-queue-log.ts';
import { dstc2 } from './dstc2.ts';
import { ndjson } from './ndjson.ts';
import type { Translator } from './translator.ts';

/** LIST: every kind of file that can be read, by what is written after `--format`. */
export const translators: Readonly<Record<string, Translator>> = {
  [anonymousBank.name]: anonymousBank,
  [asteriskQueueLog.name]: asteriskQueueLog,
  [dstc2.name]: dstc2,
  [ndjson.name]: ndjson,
};
