const SCHEME = /^bearer +/i;

/** The token of an `Authorization: Bearer …` header; undefined where there is none. */
export function bearerToken(header: string | undefined): string | undefined {
  if (header === undefined || !SCHEME.test(header)) return undefined;
  return header.replace(SCHEME, '').trim();
}
