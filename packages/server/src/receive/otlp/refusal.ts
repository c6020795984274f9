import { type ErrorCode, VitalfewError } from '../../error.ts';

/** How a refusal is told over HTTP and over gRPC (https://grpc.io/docs/guides/status-codes/). */
export interface RefusalCodes {
  readonly http: number;
  readonly grpc: number;
}

const INVALID_ARGUMENT = 3;
const RESOURCE_EXHAUSTED = 8;
const UNIMPLEMENTED = 12;
const INTERNAL = 13;
export const UNAVAILABLE = 14;
const UNAUTHENTICATED = 16;

const CODES: Partial<Record<ErrorCode, RefusalCodes>> = {
  bad_request: { http: 400, grpc: INVALID_ARGUMENT },
  unauthenticated: { http: 401, grpc: UNAUTHENTICATED },
  too_large: { http: 413, grpc: RESOURCE_EXHAUSTED },
  unsupported_media_type: { http: 415, grpc: UNIMPLEMENTED },
  overloaded: { http: 429, grpc: UNAVAILABLE },
  engine_unavailable: { http: 503, grpc: UNAVAILABLE },
  spool_failed: { http: 503, grpc: UNAVAILABLE },
};

const FAULT = 'The message could not be taken: a fault of the server.';

export interface Refusal {
  readonly codes: RefusalCodes;
  readonly message: string;
  /** Set where the sender should send the same again. */
  readonly retryAfterSeconds: number | undefined;
}

/** What a sender is told of an error. Faults of our own are told without their detail. */
export function refusalOf(error: unknown): Refusal {
  const known = error instanceof VitalfewError ? CODES[error.code] : undefined;
  if (!(error instanceof VitalfewError) || known === undefined) {
    return { codes: { http: 500, grpc: INTERNAL }, message: FAULT, retryAfterSeconds: undefined };
  }
  const isRetryable = known.grpc === UNAVAILABLE;
  return {
    codes: known,
    message: error.message,
    retryAfterSeconds: isRetryable ? Math.max(1, Math.ceil(error.retryAfterSeconds ?? 5)) : undefined,
  };
}
