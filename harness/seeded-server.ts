import { apiPaths, servicesAnswer } from '@vitalfew/contract';
import { eventually } from './eventually.ts';
import { postTraces } from './otlp/export-traces.ts';
import { batchOf } from './otlp/hand-made-span.ts';
import { createPayload } from './otlp/payload.ts';
import { reportTrace } from './otlp/report-trace.ts';
import { type RunningServer, startServer } from './running-server.ts';

const MINUTE_MS = 60_000;
const DERIVED_MS = 30_000;
const BOOKSTORE_REQUESTS = 120;
/** When the bookstore was sent from, minutes ago. */
const SENDINGS = [9, 6, 3, 1];

/** A server with a quarter of an hour of data: many requests of a bookstore and one slow report of a shop. */
export interface SeededServer {
  readonly server: RunningServer;
  /** A range of whole minutes in the past that holds all of it, epoch milliseconds: its figures never change. */
  readonly fromMs: number;
  readonly toMs: number;
  readonly requests: number;
  /** The trace of the report (report-trace.ts). */
  readonly reportTraceId: string;
}

export async function startSeededServer(dataDir: string): Promise<SeededServer> {
  const server = await startServer(dataDir);
  const toMs = Math.floor(Date.now() / MINUTE_MS) * MINUTE_MS;
  for (const minutes of SENDINGS) await sendBookstore(server, toMs - minutes * MINUTE_MS);
  const report = reportTrace(toMs - 2 * MINUTE_MS);
  await postTraces(server.otlpHttp, batchOf(report.spans).protobuf);
  const requests = SENDINGS.length * BOOKSTORE_REQUESTS + 1;
  const range = { fromMs: toMs - 15 * MINUTE_MS, toMs };
  await eventually(
    async () => {
      const { services } = servicesAnswer.parse(await server.get(apiPaths.services));
      return services.reduce((sum, service) => sum + service.requests, 0);
    },
    (derived) => derived === requests,
    DERIVED_MS,
  );
  return { server, ...range, requests, reportTraceId: report.traceId };
}

/** Sends as many requests again, ended just before `endMs`; gives how many. */
export async function sendBookstore(server: RunningServer, endMs: number): Promise<number> {
  const payload = createPayload(BOOKSTORE_REQUESTS, 'bookstore', 'bookstore-1');
  const { body } = payload.fresh(BigInt(endMs) * 1_000_000n);
  await postTraces(server.otlpHttp, body);
  return BOOKSTORE_REQUESTS;
}
