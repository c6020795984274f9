import type { FastifyInstance, FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify';
import { VitalfewError } from '../../error.ts';
import { discardBody } from '../body/discard-body.ts';
import { CONTENT_ENCODINGS, inflate, isKnownEncoding, unsupportedEncoding } from '../body/inflate.ts';
import { readBody, tooLarge } from '../body/read-body.ts';
import type { BudgetShare } from '../byte-budget.ts';
import type { Signal } from '../receiver.ts';
import { bearerToken } from './bearer-token.ts';
import { type CorsOptions, corsHeaders } from './cors.ts';
import type { OtlpIntake } from './intake.ts';
import { refusalOf } from './refusal.ts';
import { type Encoding, exportResponse, statusBody } from './response.ts';

export const OTLP_HTTP = 'otlp-http';

const PATHS: readonly (readonly [path: string, signal: Signal])[] = [
  ['/v1/traces', 'traces'],
  ['/v1/metrics', 'metrics'],
  ['/v1/logs', 'logs'],
];
const CONTENT_TYPES: Readonly<Record<Encoding, string>> = {
  protobuf: 'application/x-protobuf',
  json: 'application/json',
};
const UNIMPLEMENTED = 12;
/** What a sender may still write before it hears that its message is refused. */
const MOST_DISCARDED_BYTES = 256 * 1024 * 1024;

export interface OtlpHttpOptions {
  readonly intake: OtlpIntake;
  /** Absent: no cross-origin requests. */
  readonly cors?: CorsOptions | undefined;
}

/**
 * OTLP/HTTP (https://opentelemetry.io/docs/specs/otlp/#otlphttp) as a fastify plugin: mounted on a server of
 * its own at 4318 and on the main one.
 */
export const otlpHttpPlugin: FastifyPluginAsync<OtlpHttpOptions> = async (app: FastifyInstance, options) => {
  // The body stays a stream until sender, type and size are known to be fine.
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', (_request, payload, done) => done(null, payload));
  for (const [url, signal] of PATHS) {
    app.route({
      method: ['POST', 'OPTIONS', 'GET', 'PUT', 'DELETE', 'PATCH'],
      url,
      handler: (request, reply) => handle(request, reply, signal, options),
    });
  }
};

async function handle(
  request: FastifyRequest,
  reply: FastifyReply,
  signal: Signal,
  { intake, cors }: OtlpHttpOptions,
): Promise<FastifyReply> {
  const encoding = encodingOf(request);
  const crossOrigin = cors === undefined ? undefined : corsHeaders(request.headers.origin, cors);
  if (crossOrigin !== undefined) reply.headers(crossOrigin);
  if (request.method === 'OPTIONS' && crossOrigin !== undefined) return reply.code(204).send();
  if (request.method !== 'POST') {
    const body = statusBody(
      encoding ?? 'json',
      UNIMPLEMENTED,
      `OTLP/HTTP takes POST only, not ${request.method}.`,
    );
    return reply
      .code(405)
      .header('allow', 'POST')
      .type(CONTENT_TYPES[encoding ?? 'json'])
      .send(body);
  }
  const share = intake.budget.open();
  try {
    if (!intake.isAuthorised(bearerToken(request.headers.authorization))) throw unauthenticated();
    if (encoding === undefined) throw unsupportedType(request);
    const message = await readMessage(request, encoding, { intake, share });
    const tally = await intake.take(message, { receiver: OTLP_HTTP, signal, encoding, share });
    return await reply
      .code(200)
      .type(CONTENT_TYPES[encoding])
      .send(exportResponse(encoding, signal, tally));
  } catch (error) {
    const refusal = refusalOf(error);
    intake.refused(OTLP_HTTP, refusal.message);
    if (refusal.codes.http === 500) request.log.error(error, 'OTLP/HTTP message not taken');
    if (refusal.retryAfterSeconds !== undefined)
      reply.header('retry-after', String(refusal.retryAfterSeconds));
    if (refusal.codes.http === 401) reply.header('www-authenticate', 'Bearer');
    if (refusal.codes.http === 415) reply.header('accept-encoding', CONTENT_ENCODINGS.join(', '));
    share.close();
    await discardBody(request.raw, MOST_DISCARDED_BYTES);
    if (!request.raw.readableEnded) reply.header('connection', 'close');
    const answer = encoding ?? 'json';
    return await reply
      .code(refusal.codes.http)
      .type(CONTENT_TYPES[answer])
      .send(statusBody(answer, refusal.codes.grpc, refusal.message));
  } finally {
    share.close();
  }
}

async function readMessage(
  request: FastifyRequest,
  encoding: Encoding,
  { intake, share }: { readonly intake: OtlpIntake; readonly share: BudgetShare },
): Promise<Buffer> {
  const contentEncoding = (request.headers['content-encoding'] ?? '').trim().toLowerCase();
  if (!isKnownEncoding(contentEncoding)) throw unsupportedEncoding(contentEncoding);
  const limit = encoding === 'json' ? intake.limits.jsonBytes : intake.limits.messageBytes;
  if (Number(request.headers['content-length'] ?? 0) > limit) throw tooLarge(limit);
  const body = await readBody(request.raw, { limit, share });
  return inflate(body, contentEncoding, { limit, share });
}

function encodingOf(request: FastifyRequest): Encoding | undefined {
  const type = (request.headers['content-type'] ?? '').split(';', 1)[0]?.trim().toLowerCase();
  if (type === 'application/x-protobuf' || type === 'application/protobuf') return 'protobuf';
  return type === 'application/json' ? 'json' : undefined;
}

function unauthenticated(): VitalfewError {
  return new VitalfewError(
    'unauthenticated',
    'An ingest token is needed: send it as `Authorization: Bearer <token>` (Settings → Tokens).',
  );
}

function unsupportedType(request: FastifyRequest): VitalfewError {
  const type = request.headers['content-type'] ?? 'none';
  return new VitalfewError(
    'unsupported_media_type',
    `Content-Type ${type.slice(0, 80)} cannot be read: send application/x-protobuf or application/json.`,
  );
}
