import { connect, constants, type IncomingHttpHeaders } from 'node:http2';

const TRACE_EXPORT = '/opentelemetry.proto.collector.trace.v1.TraceService/Export';

/** Node counts what waits to be written: room for the largest message. */
const SESSION_MB = 1000;

export interface GrpcAnswer {
  /** https://grpc.io/docs/guides/status-codes/ */
  readonly code: number;
  readonly message: string;
  /** The message that came with it; empty where none did. */
  readonly body: Buffer;
}

/** A message in gRPC's frame, https://github.com/grpc/grpc/blob/master/doc/PROTOCOL-HTTP2.md */
export function grpcFrame(message: Uint8Array, { compressed = false } = {}): Buffer {
  const head = Buffer.alloc(5);
  head.writeUInt8(compressed ? 1 : 0, 0);
  head.writeUInt32BE(message.length, 1);
  return Buffer.concat([head, message]);
}

/** Calls TraceService.Export with bytes that may be wrong in ways that no client library would write. */
export function callExport(
  address: string,
  frame: Uint8Array,
  headers: Readonly<Record<string, string>> = {},
): Promise<GrpcAnswer> {
  return new Promise((resolve, reject) => {
    const session = connect(`http://${address}`, { maxSessionMemory: SESSION_MB });
    const stream = session.request({
      [constants.HTTP2_HEADER_METHOD]: 'POST',
      [constants.HTTP2_HEADER_PATH]: TRACE_EXPORT,
      'content-type': 'application/grpc',
      te: 'trailers',
      ...headers,
    });
    const chunks: Buffer[] = [];
    let status: IncomingHttpHeaders = {};
    const note = (received: IncomingHttpHeaders) => {
      if (received['grpc-status'] !== undefined) status = received;
    };
    session.on('error', reject);
    // A server that has answered may cut what is still being written.
    stream.on('error', (error) => status['grpc-status'] === undefined && reject(error));
    stream.on('response', note);
    stream.on('trailers', note);
    stream.on('data', (chunk: Buffer) => chunks.push(chunk));
    stream.on('close', () => {
      session.close();
      resolve({
        code: Number(status['grpc-status'] ?? Number.NaN),
        message: decodeURIComponent(String(status['grpc-message'] ?? '')),
        body: Buffer.concat(chunks).subarray(5),
      });
    });
    stream.end(frame);
  });
}
