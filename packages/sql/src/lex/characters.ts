/** Classes of ASCII characters, as bits. */
export const wordStart = 1;
export const digit = 2;
export const space = 4;

const classes = new Uint8Array(128);
for (let code = 0; code <= 32; code++) classes[code] = space;
classes[127] = space;
for (let code = 48; code <= 57; code++) classes[code] = digit;
for (let code = 65; code <= 90; code++) classes[code] = wordStart;
for (let code = 97; code <= 122; code++) classes[code] = wordStart;
classes[95] = wordStart;

/**
 * The class of a UTF-16 code unit; none for NaN, which stands for the end. Beyond ASCII: Unicode spaces and the byte
 * order mark are space, the rest letters.
 */
export function classOf(code: number): number {
  if (!(code >= 128)) return classes[code] ?? 0;
  if (code === 0xa0 || code === 0xfeff || code === 0x3000 || code === 0x85 || code === 0x1680) return space;
  if (code >= 0x2000 && code <= 0x200b) return space;
  if (code === 0x2028 || code === 0x2029 || code === 0x202f || code === 0x205f) return space;
  return wordStart;
}

/** Signs that MSSQL takes as the start of a money literal, `$` apart. */
export function isCurrencySign(code: number): boolean {
  return (
    (code >= 0xa2 && code <= 0xa5) ||
    (code >= 0x20a0 && code <= 0x20cf) ||
    (code >= 0x9f2 && code <= 0x9f3) ||
    code === 0xe3f ||
    code === 0x17db ||
    code === 0xfdfc ||
    code === 0xfe69 ||
    code === 0xff04 ||
    (code >= 0xffe0 && code <= 0xffe6)
  );
}

/** An ASCII letter in lower case; other characters as they are. */
export function lowerCase(code: number): number {
  return code >= 65 && code <= 90 ? code | 32 : code;
}
