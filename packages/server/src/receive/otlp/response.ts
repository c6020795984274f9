import { WireWriter } from '../wire/wire-writer.ts';
import type { Tally } from './tally.ts';

export type Encoding = 'protobuf' | 'json';
export type Signal = 'traces' | 'metrics' | 'logs';

/** Name of the count in ExportPartialSuccess, per signal. */
const REJECTED_FIELD: Readonly<Record<Signal, string>> = {
  traces: 'rejectedSpans',
  metrics: 'rejectedDataPoints',
  logs: 'rejectedLogRecords',
};

/** ExportTraceServiceResponse and its siblings: `partial_success` only where something was rejected. */
export function exportResponse(encoding: Encoding, signal: Signal, tally: Tally): Buffer {
  if (encoding === 'json') {
    if (tally.rejected === 0) return Buffer.from('{}');
    const partialSuccess = {
      [REJECTED_FIELD[signal]]: String(tally.rejected),
      errorMessage: messageOf(tally),
    };
    return Buffer.from(JSON.stringify({ partialSuccess }));
  }
  if (tally.rejected === 0) return Buffer.alloc(0);
  const writer = new WireWriter();
  writer.tag(1, 2);
  const start = writer.begin();
  writer.tag(1, 0);
  writer.uint32(tally.rejected);
  writer.tag(2, 2);
  writer.text(messageOf(tally));
  writer.end(start);
  return Buffer.from(writer.finish());
}

/** google.rpc.Status: `code` is a canonical gRPC code. */
export function statusBody(encoding: Encoding, code: number, message: string): Buffer {
  if (encoding === 'json') return Buffer.from(JSON.stringify({ code, message }));
  const writer = new WireWriter();
  writeStatus(writer, code, message);
  return Buffer.from(writer.finish());
}

/** google.rpc.Status with a RetryInfo among its details; for gRPC's `grpc-status-details-bin`. */
export function statusWithRetry(code: number, message: string, retryAfterSeconds: number): Buffer {
  const writer = new WireWriter();
  writeStatus(writer, code, message);
  writer.tag(3, 2);
  const any = writer.begin();
  writer.tag(1, 2);
  writer.text('type.googleapis.com/google.rpc.RetryInfo');
  writer.tag(2, 2);
  const retryInfo = writer.begin();
  writer.tag(1, 2);
  const duration = writer.begin();
  writer.tag(1, 0);
  writer.uint32(Math.ceil(retryAfterSeconds));
  writer.end(duration);
  writer.end(retryInfo);
  writer.end(any);
  return Buffer.from(writer.finish());
}

function writeStatus(writer: WireWriter, code: number, message: string): void {
  writer.tag(1, 0);
  writer.uint32(code);
  writer.tag(2, 2);
  writer.text(message);
}

function messageOf(tally: Tally): string {
  return tally.reasons.map(({ reason, count }) => `${count}: ${reason}`).join('; ');
}
