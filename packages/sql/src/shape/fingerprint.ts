import { lowerCase } from '../lex/characters.ts';

const DOUBLE_QUOTE = 34;
const BACKTICK = 96;

/**
 * 64 bits of a shape as 16 hex digits: two 32-bit lanes of multiply and rotate over the UTF-16 units, mixed into each
 * other at the end. Letters count the same in either case, save in quoted names: SQL does not tell them apart.
 * The same in Node and in browsers; some 2 ns for a character. Not cryptographic.
 */
export function fingerprintOf(shape: string): string {
  let low = 0x9e3779b9;
  let high = 0x85ebca6b;
  let quote = 0;
  for (let at = 0; at < shape.length; at++) {
    let code = shape.charCodeAt(at);
    if (code === quote) quote = 0;
    else if (quote === 0 && (code === DOUBLE_QUOTE || code === BACKTICK)) quote = code;
    else if (quote === 0) code = lowerCase(code);
    low = Math.imul(((low << 5) | (low >>> 27)) ^ code, 0x9e3779b1);
    high = Math.imul(((high << 7) | (high >>> 25)) ^ code, 0x85ebca77);
  }
  low = mix(low ^ shape.length);
  high = mix(high ^ low);
  low = mix(low ^ high);
  return hex(high) + hex(low);
}

/** The last step of MurmurHash3: each bit of the input moves half of the bits of the output. */
function mix(lane: number): number {
  let hash = lane;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}

function hex(lane: number): string {
  return (lane >>> 0).toString(16).padStart(8, '0');
}
