/** Skips, in order: line comments, block comments, quoted strings and names with backslash escapes. */
const PIECE =
  /--[^\n]*|\/\*[\s\S]*?\*\/|'(?:[^'\\]|\\[\s\S])*'|"(?:[^"\\]|\\[\s\S])*"|`(?:[^`\\]|\\[\s\S])*`|;/g;

/** The statements of a script, without comments in front of them; a `;` in a string or comment separates nothing. */
export function splitStatements(script: string): string[] {
  const statements: string[] = [];
  let start = 0;
  for (const piece of script.matchAll(PIECE)) {
    if (piece[0] !== ';') continue;
    statements.push(script.slice(start, piece.index));
    start = piece.index + 1;
  }
  statements.push(script.slice(start));
  return statements.map(withoutLeadingComments).filter((statement) => statement !== '');
}

function withoutLeadingComments(statement: string): string {
  return statement.replace(/^(?:\s+|--[^\n]*(?:\n|$)|\/\*[\s\S]*?\*\/)+/, '').trimEnd();
}
