import { MAX_ID_LENGTH } from '../kit/ids.ts';

/** `text` as an identifier: where it is too long its beginning and a hash of the whole, so that different texts stay apart. */
export function boundedId(text: string): string {
  if (text.length <= MAX_ID_LENGTH) return text;
  return `${text.slice(0, MAX_ID_LENGTH - 17)}~${hash64(text)}`;
}

/** 64 bits of FNV-1a in hexadecimal, as two 32-bit runs with different offsets. Not for secrets. */
function hash64(text: string): string {
  let a = 0x81_1c_9d_c5;
  let b = 0x6b_84_22_35;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    a = Math.imul(a ^ code, 0x01_00_01_93);
    b = Math.imul(b ^ (code + 1), 0x01_00_01_93);
  }
  return (a >>> 0).toString(16).padStart(8, '0') + (b >>> 0).toString(16).padStart(8, '0');
}
