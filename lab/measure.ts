import {
  apiPaths,
  type CauseRow,
  type EndpointRow,
  type EndpointsAnswer,
  type RequestRow,
  type RequestsAnswer,
  type VitalFewAnswer,
} from '@vitalfew/contract';
import { eventually } from '../harness/eventually.ts';
import type { RunningServer } from '../harness/running-server.ts';

const SERVICE = 'bookstore';
const VISIBLE_MS = 20_000;

/** All that Vitalfew says of the requests stored under one environment. */
export interface Measured {
  readonly endpoints: readonly EndpointRow[];
  /** Every cause, of each endpoint. */
  readonly causes: readonly CauseRow[];
  readonly requests: readonly RequestRow[];
}

/** Asks once at least `sent` requests are visible, and their causes, which are stored a moment later. */
export async function measure(server: RunningServer, environment: string, sent: number): Promise<Measured> {
  const scope = `from=now-6h&environment=${encodeURIComponent(environment)}`;
  const { endpoints } = await eventually(
    () => server.get<EndpointsAnswer>(`${apiPaths.endpoints(SERVICE)}?${scope}&limit=1000`),
    (answer) => sum(answer.endpoints, (row) => row.requests) >= sent,
    VISIBLE_MS,
  );
  const waitedMs = sum(endpoints, (row) => row.totalMs);
  await eventually(
    () => server.get<VitalFewAnswer>(`${apiPaths.vitalFew}?${scope}&limit=1`),
    (answer) => answer.totalBlockingMs > waitedMs * 0.999,
    VISIBLE_MS,
  );
  const causes: CauseRow[] = [];
  for (const { endpoint } of endpoints) {
    const path = `${apiPaths.vitalFew}?${scope}&limit=500&endpoint=${encodeURIComponent(endpoint)}`;
    causes.push(...(await server.get<VitalFewAnswer>(path)).causes);
  }
  return { endpoints, causes, requests: await allRequests(server, scope) };
}

async function allRequests(server: RunningServer, scope: string): Promise<RequestRow[]> {
  const requests: RequestRow[] = [];
  for (let cursor: string | null = ''; cursor !== null; ) {
    const page: RequestsAnswer = await server.get(
      `${apiPaths.requests}?${scope}&limit=500${cursor && `&cursor=${encodeURIComponent(cursor)}`}`,
    );
    requests.push(...page.requests);
    cursor = page.nextCursor;
  }
  return requests;
}

function sum<T>(rows: readonly T[], of: (row: T) => number): number {
  return rows.reduce((total, row) => total + of(row), 0);
}
