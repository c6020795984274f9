import { gzipSync } from 'node:zlib';
import { Client, credentials, Metadata, type ServiceError, status } from '@grpc/grpc-js';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { NOW_MS } from '../../../test/otlp/arbitrary-requests.ts';
import { MemorySink } from '../../../test/otlp/memory-sink.ts';
import { TRACES_RESPONSE } from '../../../test/otlp/reference-protobuf.ts';
import { spanOf, traceBytes } from '../../../test/otlp/span-request.ts';
import { VitalfewError } from '../../error.ts';
import { IntakeLedger } from '../intake-ledger.ts';
import type { RunningReceiver } from '../receiver.ts';
import { otlpGrpcReceiver } from './grpc-receiver.ts';
import { OtlpIntake } from './intake.ts';

const TRACE_EXPORT = '/opentelemetry.proto.collector.trace.v1.TraceService/Export';
const MIB = 1024 * 1024;
const now = () => NOW_MS;
const sink = new MemorySink();
const ledger = new IntakeLedger(now);
let token: string | undefined;
const intake = new OtlpIntake({
  sink,
  ledger,
  now,
  authorise: (given) => token === undefined || given === token,
  normaliseSql: (text) => ({ text, fingerprint: 1n }),
  limits: { messageBytes: 2 * MIB },
});
const good = traceBytes([spanOf()]);
let receiver: RunningReceiver;
let client: Client;

beforeAll(async () => {
  receiver = await otlpGrpcReceiver({ intake }).start({ host: '127.0.0.1', port: 0 });
  client = clientOf();
});
afterAll(async () => {
  client.close();
  await receiver.close();
});
beforeEach(() => {
  sink.clear();
  sink.refusal = undefined;
  token = undefined;
});

function clientOf(options: object = {}): Client {
  return new Client(receiver.address, credentials.createInsecure(), options);
}

function send(message: Buffer, metadata = new Metadata(), through = client): Promise<Buffer> {
  const asIs = (bytes: Buffer) => bytes;
  return new Promise((resolve, reject) => {
    through.makeUnaryRequest(
      TRACE_EXPORT,
      asIs,
      asIs,
      message,
      metadata,
      (error: ServiceError | null, response) => {
        if (error === null) resolve(response ?? Buffer.alloc(0));
        else reject(error);
      },
    );
  });
}

describe('an answer', () => {
  test('to good data is empty', async () => {
    expect((await send(good)).length).toBe(0);
    expect(sink.rows('spans')).toHaveLength(1);
  });

  test('to a compressed message as well', async () => {
    const compressing = clientOf({ 'grpc.default_compression_algorithm': 2 });
    expect((await send(good, new Metadata(), compressing)).length).toBe(0);
    compressing.close();
    expect(sink.rows('spans')).toHaveLength(1);
  });

  test('to an empty message is a success', async () => {
    expect((await send(Buffer.alloc(0))).length).toBe(0);
  });

  test('tells what was rejected', async () => {
    const response = await send(traceBytes([spanOf(), spanOf({ spanId: Buffer.alloc(8) })]));
    expect(TRACES_RESPONSE.toObject(TRACES_RESPONSE.decode(response), { longs: Number })).toEqual({
      partialSuccess: { rejectedSpans: 1, errorMessage: '1: span_id is not 8 bytes other than zero' },
    });
  });
});

describe('a refusal', () => {
  test('of garbage is INVALID_ARGUMENT', async () => {
    await expect(send(Buffer.from('garbage'))).rejects.toMatchObject({
      code: status.INVALID_ARGUMENT,
      details: expect.stringContaining('not valid protobuf'),
    });
  });

  test('of a message that is too long is RESOURCE_EXHAUSTED without RetryInfo', async () => {
    await expect(send(Buffer.alloc(3 * MIB))).rejects.toMatchObject({ code: status.RESOURCE_EXHAUSTED });
    const compressing = clientOf({ 'grpc.default_compression_algorithm': 2 });
    await expect(send(Buffer.alloc(100 * MIB), new Metadata(), compressing)).rejects.toMatchObject({
      code: status.RESOURCE_EXHAUSTED,
    });
    compressing.close();
    expect(gzipSync(Buffer.alloc(100 * MIB)).length).toBeLessThan(2 * MIB);
    expect((await send(good)).length).toBe(0);
  });

  test('of a sender without its token is UNAUTHENTICATED', async () => {
    token = 'let-me-in';
    await expect(send(good)).rejects.toMatchObject({ code: status.UNAUTHENTICATED });
    const metadata = new Metadata();
    metadata.set('authorization', 'Bearer let-me-in');
    expect((await send(good, metadata)).length).toBe(0);
  });

  test('for want of room is UNAVAILABLE with the time to come again', async () => {
    sink.refusal = new VitalfewError('overloaded', 'The spool is full.', { retryAfterSeconds: 7 });
    const error = (await send(good).catch((reason: unknown) => reason)) as ServiceError;
    expect(error.code).toBe(status.UNAVAILABLE);
    const details = error.metadata.get('grpc-status-details-bin')[0] as Buffer;
    expect(details.includes('type.googleapis.com/google.rpc.RetryInfo')).toBe(true);
    // RetryInfo.retry_delay.seconds = 7
    expect(details.subarray(-2)).toEqual(Buffer.from([0x08, 7]));
  });

  test('for a port that is taken says so', async () => {
    const port = Number(receiver.address.split(':')[1]);
    await expect(otlpGrpcReceiver({ intake }).start({ host: '127.0.0.1', port })).rejects.toMatchObject({
      code: 'address_in_use',
    });
  });
});
