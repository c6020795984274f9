import {
  decode,
  PARTIAL_SUCCESS,
  TRACES_RESPONSE,
} from '../../packages/server/test/otlp/reference-protobuf.ts';
import { callExport, type GrpcAnswer, grpcFrame } from './grpc-call.ts';
import { batchOf, type HandMadeSpan } from './hand-made-span.ts';

export const PROTOCOLS = ['HTTP/protobuf', 'HTTP/JSON', 'gRPC'] as const;
export type Protocol = (typeof PROTOCOLS)[number];

/** What a sender is told. */
export interface Outcome {
  /** HTTP's status, or gRPC's code. */
  readonly status: number;
  readonly rejected: number;
  /** Why, of a refusal or of what was rejected. */
  readonly message: string;
}

/** Sends the spans in one batch. */
export async function exportSpans(
  server: { readonly otlpHttp: string; readonly otlpGrpc: string },
  protocol: Protocol,
  spans: readonly HandMadeSpan[],
): Promise<Outcome> {
  const { protobuf, json } = batchOf(spans);
  if (protocol === 'gRPC') return grpcOutcome(await callExport(server.otlpGrpc, grpcFrame(protobuf)));
  return protocol === 'HTTP/JSON'
    ? postTraces(server.otlpHttp, json, { 'content-type': 'application/json' })
    : postTraces(server.otlpHttp, protobuf);
}

/** Posts a body as it is; `headers` may say that it is something else than protobuf. */
export async function postTraces(
  base: string,
  body: RequestInit['body'] | Buffer,
  headers: Readonly<Record<string, string>> = {},
): Promise<Outcome> {
  const answer = await fetch(new URL('/v1/traces', base), {
    method: 'POST',
    headers: { 'content-type': 'application/x-protobuf', ...headers },
    body: (body ?? null) as BodyInit,
    ...(body instanceof ReadableStream ? { duplex: 'half' } : {}),
  });
  const bytes = Buffer.from(await answer.arrayBuffer());
  const { status } = answer;
  if (answer.headers.get('content-type') === 'application/json') {
    const told = JSON.parse(bytes.toString()) as Told & { readonly message?: string };
    return answer.ok
      ? { status, ...partialSuccess(told) }
      : { status, rejected: 0, message: told.message ?? '' };
  }
  if (answer.ok) return { status, ...partialSuccess(decode(TRACES_RESPONSE, bytes)) };
  // google.rpc.Status holds its sentence under the number that it has in PartialSuccess.
  const { errorMessage } = decode(PARTIAL_SUCCESS, bytes);
  return { status, rejected: 0, message: String(errorMessage) };
}

export function grpcOutcome({ code, message, body }: GrpcAnswer): Outcome {
  return code === 0
    ? { status: code, ...partialSuccess(decode(TRACES_RESPONSE, body)) }
    : { status: code, rejected: 0, message };
}

interface Told {
  readonly partialSuccess?: { readonly rejectedSpans?: string; readonly errorMessage?: string };
}

function partialSuccess({ partialSuccess: told }: Told): Omit<Outcome, 'status'> {
  return { rejected: Number(told?.rejectedSpans ?? 0), message: told?.errorMessage ?? '' };
}
