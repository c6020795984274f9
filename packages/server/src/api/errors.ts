import type { FastifyInstance, FastifyReply } from 'fastify';
import type { Logger } from 'pino';
import { type ErrorCode, VitalfewError } from '../error.ts';

const STATUS: Readonly<Record<ErrorCode, number>> = {
  bad_request: 400,
  unauthenticated: 401,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
  too_large: 413,
  unsupported_media_type: 415,
  overloaded: 429,
  configuration: 500,
  address_in_use: 500,
  engine_unavailable: 503,
  query_failed: 500,
  query_timeout: 504,
  migration_failed: 500,
  spool_failed: 500,
};

/** Gives every refusal its status and the body of the contract. */
export function registerErrors(app: FastifyInstance, logger: Logger): void {
  app.setErrorHandler((error, _request, reply) => {
    if (error instanceof VitalfewError) return refuse(reply, error);
    const status = statusOf(error);
    if (status < 500) return refuse(reply, new VitalfewError('bad_request', messageOf(error)), status);
    logger.error({ err: error }, 'A request to the API failed.');
    return reply.code(500).send({
      error: { code: 'internal', message: 'Something went wrong in Vitalfew itself; its log says what.' },
    });
  });
}

function refuse(reply: FastifyReply, error: VitalfewError, status = STATUS[error.code]): FastifyReply {
  if (error.retryAfterSeconds !== undefined)
    void reply.header('retry-after', String(error.retryAfterSeconds));
  const { code, message, details } = error;
  return reply.code(status).send({ error: { code, message, ...(details.length > 0 ? { details } : {}) } });
}

function statusOf(error: unknown): number {
  const status = (error as { readonly statusCode?: unknown }).statusCode;
  return typeof status === 'number' ? status : 500;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
