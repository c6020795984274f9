import { processCondition } from './run-statement.ts';
import type { Statement } from './statement.ts';

/**
 * A client's `KILL QUERY WHERE query_id = '…'` in terms of what the engine knows: it finds the statement by its marker,
 * and does not wait, since chdb's SYNC form can wait for ever.
 */
export function killStatement(statement: Statement): Statement {
  let sql = '';
  let copied = 0;
  const { tokens } = statement;
  for (const [i, token] of tokens.entries()) {
    const value = tokens[i + 2];
    if (token.text.toLowerCase() === 'query_id' && tokens[i + 1]?.text === '=' && value?.kind === 'string') {
      sql += statement.sql.slice(copied, token.start) + processCondition(value.text);
      copied = value.end;
    } else if (token.kind === 'word' && token.text.toUpperCase() === 'SYNC') {
      sql += `${statement.sql.slice(copied, token.start)}ASYNC`;
      copied = token.end;
    }
  }
  return { ...statement, sql: sql + statement.sql.slice(copied) };
}
