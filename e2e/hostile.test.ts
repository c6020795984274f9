import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { findTrace } from '../harness/find-trace.ts';
import { openRequest } from '../harness/otlp/dawdling-request.ts';
import {
  exportSpans,
  grpcOutcome,
  type Outcome,
  PROTOCOLS,
  postTraces,
} from '../harness/otlp/export-traces.ts';
import { callExport, grpcFrame } from '../harness/otlp/grpc-call.ts';
import { batchOf, fieldsOfSpan, writtenSpan } from '../harness/otlp/hand-made-span.ts';
import { peakResidentBytes } from '../harness/process-cost.ts';
import { type RunningServer, startServer } from '../harness/running-server.ts';

/** Messages that no SDK would send, against the real server over real sockets, a good one after each. */

const MIB = 1024 * 1024;
/** All that follows, one after the other: a few times the largest message, whatever was sent would become. */
const MOST_GROWTH_BYTES = 300 * MIB;
const JSON_TYPE = { 'content-type': 'application/json' };
const GZIP = { 'content-encoding': 'gzip' };

let folder: string;
let server: RunningServer;
let peakBefore: number;
const goodTraces: string[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vitalfew-hostile-'));
  server = await startServer(join(folder, 'data'));
  await sendGood();
  peakBefore = await peakResidentBytes(server.pid);
});

afterAll(async () => {
  await server?.stop();
  await rm(folder, { recursive: true, force: true });
});

afterEach(async () => {
  await sendGood();
  expect((await peakResidentBytes(server.pid)) - peakBefore).toBeLessThan(MOST_GROWTH_BYTES);
});

async function sendGood(): Promise<void> {
  for (const protocol of PROTOCOLS) {
    const fields = fieldsOfSpan();
    const outcome = await exportSpans(server, protocol, [writtenSpan(fields)]);
    expect(outcome).toEqual({ status: protocol === 'gRPC' ? 0 : 200, rejected: 0, message: '' });
    goodTraces.push(fields.traceId.toString('hex'));
  }
}

/** 16 members of 64 MiB of zeros each: a gzip file of 1 MB that holds 1 GB. */
function bomb(): Buffer {
  const member = gzipSync(Buffer.alloc(64 * MIB));
  return Buffer.concat(Array.from({ length: 16 }, () => member));
}

/** A body whose length is not told. */
function streamOf(bytes: number): ReadableStream<Uint8Array> {
  const chunk = new Uint8Array(MIB);
  let left = bytes;
  return new ReadableStream({
    pull(controller) {
      if (left <= 0) controller.close();
      else controller.enqueue(chunk);
      left -= chunk.length;
    },
  });
}

const zeros = (mib: number) => new Uint8Array(mib * MIB);
const emptyResources = () => new Uint8Array(60 * MIB).fill(0x0a).map((byte, i) => (i % 2 === 0 ? byte : 0));
const emptyObjects = (count: number) => `{"resourceSpans":[${'{},'.repeat(count - 1)}{}]}`;
const sound = () => batchOf([writtenSpan(fieldsOfSpan())]);
const cut = (bytes: Buffer) => bytes.subarray(0, bytes.length - 3);
const post = (body: RequestInit['body'] | Buffer, headers = {}) => postTraces(server.otlpHttp, body, headers);
const call = async (frame: Uint8Array, headers = {}) =>
  grpcOutcome(await callExport(server.otlpGrpc, frame, headers));

type Refused = readonly [what: string, send: () => Promise<Outcome>, status: number, message: RegExp];

const TOO_LARGE = /larger than 67108864 bytes: send fewer/;
const TOO_MANY_PARTS = /more than 50000 resources and scopes: send fewer/;
const CUT = /not valid protobuf: .* at byte \d+ of \d+\. Nothing of it was stored/;

const OVER_HTTP: readonly Refused[] = [
  ['protobuf that is cut', () => post(cut(sound().protobuf)), 400, CUT],
  ['JSON that is cut', () => post(cut(sound().json), JSON_TYPE), 400, /not valid JSON/],
  ['protobuf called JSON', () => post(sound().protobuf, JSON_TYPE), 400, /not valid JSON/],
  ['JSON called protobuf', () => post(sound().json), 400, /not valid protobuf/],
  ['a list instead of an object', () => post('[]', JSON_TYPE), 400, /not a JSON object/],
  ['what is no gzip', () => post(sound().protobuf, GZIP), 400, /not valid gzip/],
  ['gzip that is cut', () => post(cut(gzipSync(sound().protobuf)), GZIP), 400, /not valid gzip/],
  ['a body of 100 MB', () => post(zeros(100)), 413, TOO_LARGE],
  ['a body of 100 MB whose length is not told', () => post(streamOf(100 * MIB)), 413, TOO_LARGE],
  ['a body of 100 MB at the main port', () => postTraces(server.url, zeros(100)), 413, TOO_LARGE],
  ['JSON of 33 MB', () => post(zeros(33), JSON_TYPE), 413, /larger than 33554432 bytes: send fewer/],
  ['1 GB of zeros in 1 MB', () => post(bomb(), GZIP), 413, TOO_LARGE],
  [
    'ten million objects',
    () => post(emptyObjects(10_000_000), JSON_TYPE),
    413,
    /values in JSON, more than 2000000: send/,
  ],
  ['a million resources in JSON', () => post(emptyObjects(999_990), JSON_TYPE), 413, TOO_MANY_PARTS],
  ['thirty million resources', () => post(emptyResources()), 413, TOO_MANY_PARTS],
  [
    'an unknown type',
    () => post('x', { 'content-type': 'text/plain' }),
    415,
    /text\/plain cannot be read: send app/,
  ],
  [
    '20 MB of it',
    () => post(zeros(20), { 'content-type': 'text/plain' }),
    415,
    /cannot be read: send application/,
  ],
  [
    'an unknown encoding',
    () => post('x', { 'content-encoding': 'br' }),
    415,
    /Content-Encoding br cannot .* send gzip/,
  ],
];

// A message that is too large never reaches our code: the sentence is that of the gRPC library.
const GRPC_TOO_LARGE =
  /larger than max \(\d+ vs 67108864\)|message that decompresses to a size larger than 67108864/;
const GRPC_GZIP = { 'grpc-encoding': 'gzip' };

const OVER_GRPC: readonly Refused[] = [
  ['a message that is cut', () => call(grpcFrame(cut(sound().protobuf))), 3, CUT],
  ['a message of 100 MB', () => call(grpcFrame(zeros(100))), 8, GRPC_TOO_LARGE],
  ['a frame that announces 4 GB', () => call(Buffer.from([0, 255, 255, 255, 255, 1])), 8, GRPC_TOO_LARGE],
  [
    '1 GB of zeros in 1 MB',
    () => call(grpcFrame(bomb(), { compressed: true }), GRPC_GZIP),
    8,
    GRPC_TOO_LARGE,
  ],
  ['thirty million resources', () => call(grpcFrame(emptyResources())), 8, TOO_MANY_PARTS],
  [
    'an unknown encoding',
    () => call(grpcFrame(zeros(1), { compressed: true }), { 'grpc-encoding': 'snappy' }),
    12,
    /snappy/,
  ],
];

describe.each([
  ['HTTP', OVER_HTTP],
  ['gRPC', OVER_GRPC],
] as const)('over %s', (_protocol, refused) => {
  test.each(refused)('%s is refused in a sentence', async (_, send, status, message) => {
    expect(await send()).toEqual({ status, rejected: 0, message: expect.stringMatching(message) });
  });
});

describe('senders that dawdle', () => {
  const SENDERS = 200;

  test('hold neither others up nor much memory', async () => {
    const requests = await Promise.all(
      [server.otlpHttp, server.url].flatMap((base) =>
        Array.from({ length: SENDERS / 2 }, () => openRequest(base, { announced: MIB, sent: 64 * 1024 })),
      ),
    );
    await sendGood();
    for (const request of requests) request.destroy();
  });

  test('are heard out', async () => {
    const { protobuf } = sound();
    let at = 0;
    const byteByByte = new ReadableStream<Uint8Array>({
      pull(controller) {
        if (at < protobuf.length) controller.enqueue(protobuf.subarray(at, ++at));
        else controller.close();
      },
    });
    expect(await post(byteByByte)).toEqual({ status: 200, rejected: 0, message: '' });
  });
});

test('every good batch that was sent in between is stored', async () => {
  expect(goodTraces.length).toBeGreaterThan(3 * (OVER_HTTP.length + OVER_GRPC.length));
  for (const traceId of goodTraces) expect((await findTrace(server, traceId))?.spans).toHaveLength(1);
});
