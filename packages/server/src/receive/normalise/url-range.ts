const SLASH = 0x2f;
const COLON = 0x3a;
const QUESTION = 0x3f;
const AT = 0x40;
const HASH = 0x23;

/** Where the query or fragment of the URL or path from `start` to `end` begins, else `end`. */
export function queryStart(bytes: Uint8Array, start: number, end: number): number {
  for (let i = start; i < end; i++) {
    const byte = bytes[i];
    if (byte === QUESTION || byte === HASH) return i;
  }
  return end;
}

/** The authority of a URL: where it starts, where its credentials (`user:password@`) end, and its own end. */
export interface UrlAuthority {
  readonly start: number;
  readonly host: number;
  readonly end: number;
}

/** The authority of the absolute URL from `start` to `end`; undefined where there is no `://`. */
export function urlAuthority(bytes: Uint8Array, start: number, end: number): UrlAuthority | undefined {
  for (let i = start; i + 2 < end; i++) {
    if (bytes[i] !== COLON || bytes[i + 1] !== SLASH || bytes[i + 2] !== SLASH) continue;
    const from = i + 3;
    let host = from;
    let at = from;
    while (at < end && bytes[at] !== SLASH && bytes[at] !== QUESTION && bytes[at] !== HASH) {
      if (bytes[at] === AT) host = at + 1;
      at++;
    }
    return { start: from, host, end: at };
  }
  return undefined;
}
