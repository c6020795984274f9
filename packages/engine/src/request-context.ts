import { randomUUID, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { authenticationFailed, notSupported } from './exception.ts';
import type { StatementContext } from './run-statement.ts';

/** URL parameters that are no settings. */
const RESERVED: ReadonlySet<string> = new Set([
  'query',
  'database',
  'user',
  'password',
  'query_id',
  'default_format',
  'enable_http_compression',
  'http_zlib_compression_level',
  'wait_end_of_query',
  'buffer_size',
  'role',
  'quota_key',
  'stacktrace',
  'http_write_exception_in_output_format',
  'send_progress_in_http_headers',
  'http_headers_progress_interval_ms',
  'client_protocol_version',
]);

/** What a request asks for beside its statement. */
export interface RequestContext extends StatementContext {
  readonly defaultFormat: string;
  /** Compute all of the answer before the first byte of it goes out. */
  readonly waitEnd: boolean;
  readonly compressed: 'gzip' | 'deflate' | undefined;
}

/** @throws EngineException for what this engine does not offer. */
export function requestContext(request: IncomingMessage, url: URL): RequestContext {
  const given = url.searchParams;
  if (given.has('session_id'))
    throw notSupported('HTTP sessions (session_id) are not supported by the embedded engine');
  if (given.get('compress') === '1' || given.get('decompress') === '1')
    throw notSupported(
      "ClickHouse's own block compression (compress, decompress) is not supported; use gzip",
    );
  const settings = new Map<string, string>();
  const parameters = new Map<string, string>();
  for (const [name, value] of given) {
    if (name.startsWith('param_')) parameters.set(name.slice('param_'.length), value);
    else if (!RESERVED.has(name)) settings.set(name, value);
  }
  const accepts = String(request.headers['accept-encoding'] ?? '');
  const compression = /\b(gzip|deflate)\b/.exec(accepts)?.[1] as 'gzip' | 'deflate' | undefined;
  return {
    // It goes into a comment, so it must not be able to end one.
    queryId: (given.get('query_id') || randomUUID()).replace(/[^\w.:-]/g, '_'),
    database: given.get('database') || header(request, 'x-clickhouse-database') || 'default',
    settings,
    parameters,
    defaultFormat: given.get('default_format') ?? header(request, 'x-clickhouse-format') ?? 'TabSeparated',
    waitEnd: given.get('wait_end_of_query') === '1',
    compressed: given.get('enable_http_compression') === '1' ? compression : undefined,
  };
}

/** @throws EngineException 516 unless the request carries the user and password, in any of ClickHouse's three ways. */
export function authenticate(
  request: IncomingMessage,
  url: URL,
  wanted: { readonly username: string; readonly password: string },
): void {
  const basic = /^Basic (.+)$/i.exec(request.headers.authorization ?? '')?.[1];
  const [basicUser, ...basicPassword] =
    basic === undefined ? [] : Buffer.from(basic, 'base64').toString('utf8').split(':');
  const user = header(request, 'x-clickhouse-user') ?? basicUser ?? url.searchParams.get('user') ?? 'default';
  const password =
    header(request, 'x-clickhouse-key') ??
    (basic === undefined ? url.searchParams.get('password') : basicPassword.join(':')) ??
    '';
  if (user !== wanted.username || !equalInConstantTime(password, wanted.password))
    throw authenticationFailed();
}

function header(request: IncomingMessage, name: string): string | undefined {
  const value = request.headers[name];
  return typeof value === 'string' ? value : undefined;
}

function equalInConstantTime(given: string, wanted: string): boolean {
  const a = Buffer.from(given);
  const b = Buffer.from(wanted);
  return a.length === b.length && timingSafeEqual(a, b);
}
