/** Stable codes of refusals and faults; each maps to one HTTP status in `api/`. */
export type ErrorCode =
  | 'bad_request'
  | 'unauthenticated'
  | 'forbidden'
  | 'not_found'
  | 'conflict'
  | 'too_large'
  | 'unsupported_media_type'
  | 'overloaded'
  | 'configuration'
  | 'address_in_use'
  | 'engine_unavailable'
  | 'query_failed'
  | 'query_timeout'
  | 'migration_failed'
  | 'spool_failed';

export interface ErrorOptions {
  readonly cause?: unknown;
  /** For `overloaded` and `engine_unavailable`: when a retry makes sense, seconds. */
  readonly retryAfterSeconds?: number;
  /** One line a fault where there are several, e.g. each bad key of a configuration. */
  readonly details?: readonly string[];
}

/** The one error of the server: a stable code and a sentence that says what, where and what to do. */
export class VitalfewError extends Error {
  readonly code: ErrorCode;
  readonly retryAfterSeconds: number | undefined;
  readonly details: readonly string[];

  constructor(code: ErrorCode, message: string, options: ErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'VitalfewError';
    this.code = code;
    this.retryAfterSeconds = options.retryAfterSeconds;
    this.details = options.details ?? [];
  }
}
