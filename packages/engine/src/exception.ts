/** A refusal in ClickHouse's own form: a code, its name, and a sentence. */
export class EngineException extends Error {
  readonly code: number;

  constructor(code: number, name: string, sentence: string) {
    super(`Code: ${code}. DB::Exception: ${sentence} (${name})`);
    this.name = 'EngineException';
    this.code = code;
  }
}

export const authenticationFailed = () =>
  new EngineException(
    516,
    'AUTHENTICATION_FAILED',
    'Authentication failed: password is incorrect, or there is no user with such name.',
  );
export const tooManyQueries = (waiting: number) =>
  new EngineException(
    202,
    'TOO_MANY_SIMULTANEOUS_QUERIES',
    `Too many queries are waiting (${waiting}). Try again later.`,
  );
export const accessDenied = (what: string) =>
  new EngineException(
    497,
    'ACCESS_DENIED',
    `${what} reaches outside the database, which this server does not allow.`,
  );
export const syntaxError = (sentence: string) => new EngineException(62, 'SYNTAX_ERROR', sentence);

export const notSupported = (sentence: string) => new EngineException(48, 'NOT_IMPLEMENTED', sentence);
export const readOnly = () =>
  new EngineException(
    164,
    'READONLY',
    'Cannot execute this query in readonly mode: a GET request only reads. Use POST.',
  );
export const queryIdTaken = (id: string) =>
  new EngineException(
    216,
    'QUERY_WITH_SAME_ID_IS_ALREADY_RUNNING',
    `Query with id = ${id} is already running.`,
  );

/** The code within an exception's text; 1002 (UNKNOWN_EXCEPTION) where it has none. */
export function exceptionCode(error: unknown): number {
  if (error instanceof EngineException) return error.code;
  return Number(/Code: (\d+)/.exec(messageOf(error))?.[1] ?? 1002);
}

/** `Code: N. DB::Exception: … (NAME) (version …)`, the form that clients parse. */
export function exceptionText(error: unknown, version: string): string {
  const message = messageOf(error)
    .replace(/^.*?(?=Code: \d+)/s, '')
    .trim();
  return `${message.startsWith('Code:') ? message : `Code: 1002. DB::Exception: ${message} (UNKNOWN_EXCEPTION)`} (version ${version})\n`;
}

/** The HTTP status that ClickHouse gives the exception (HTTPHandler.cpp, exceptionCodeToHTTPStatus). */
export function exceptionStatus(code: number): number {
  if (code === 516 || code === 497) return 403;
  if ([36, 38, 41, 47, 50, 53, 62, 456, 457, 27, 117].includes(code)) return 400;
  if ([46, 60, 81].includes(code)) return 404;
  if (code === 159) return 408;
  if (code === 202 || code === 241) return 503;
  return 500;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
