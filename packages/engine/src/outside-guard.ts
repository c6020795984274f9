import { accessDenied } from './exception.ts';
import type { SqlToken } from './sql-tokens.ts';

/** Functions and table engines that no grant governs. */
const UNGOVERNED: ReadonlySet<string> = new Set([
  'file',
  'executable',
  'executablepool',
  'python',
  'library',
  'catboostevaluate',
]);

/**
 * Refuses what the engine's own grants (see users-file.ts) do not govern, because clickhouse-local does it on the
 * client's side or trusts its user: `INTO OUTFILE`, `FROM INFILE`, the scalar `file()`, `ATTACH TABLE … FROM`.
 * Table functions and engines that reach outside (`url`, `s3`, `remote`, …) are refused by the engine itself.
 */
export function refuseOutsideAccess(tokens: readonly SqlToken[]): void {
  const attaches = tokens[0]?.text.toUpperCase() === 'ATTACH';
  for (const [i, token] of tokens.entries()) {
    const next = tokens[i + 1];
    const word = token.text.toUpperCase();
    if (token.kind === 'word' && next?.kind === 'word') {
      const pair = `${word} ${next.text.toUpperCase()}`;
      if (pair === 'INTO OUTFILE' || pair === 'FROM INFILE') throw accessDenied(pair);
    }
    if (attaches && word === 'FROM' && next?.kind === 'string') throw accessDenied('ATTACH … FROM');
    if (isName(token) && next?.kind === 'sign' && next.text === '(' && isUngoverned(token))
      throw accessDenied(`${token.text}()`);
    if (word === 'ENGINE') {
      const engine = next?.text === '=' ? tokens[i + 2] : next;
      if (engine && isName(engine) && isUngoverned(engine)) throw accessDenied(`Engine ${engine.text}`);
    }
  }
}

function isName(token: SqlToken): boolean {
  return token.kind === 'word' || token.kind === 'quoted';
}

/** An escape in a quoted name could spell anything, so it counts too. */
function isUngoverned(token: SqlToken): boolean {
  return (
    UNGOVERNED.has(token.text.toLowerCase().replaceAll('_', '')) ||
    (token.kind === 'quoted' && token.text.includes('\\'))
  );
}
