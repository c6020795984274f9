import type { SegmentsMs } from '@vitalfew/contract';
import type { Measured } from './measure.ts';

/** Each is 0 where the accounts are exact. */
export interface Accounts {
  /** Part of the response time that no segment explains, of the endpoint where it is largest; 0 to 1. */
  readonly unexplained: Worst;
  /**
   * Part of an endpoint's blocking time that is the own time of Django's handler, the span around all others: what the
   * agent covers by nothing finer. 0 to 1.
   */
  readonly handler: Worst;
  /** Milliseconds by which the segments of a request miss its response time. */
  readonly request: Worst;
  /** Milliseconds by which the mean segments of an endpoint miss its mean response time. */
  readonly endpoint: Worst;
  /** Part by which the blocking time of an endpoint's causes misses its response times; 0 to 1. */
  readonly causes: Worst;
}

interface Worst {
  readonly value: number;
  readonly of: string;
}

const HANDLER = /^django\.core\.handlers\.(wsgi|asgi)\./;

export function checkAccounts({ endpoints, causes, requests }: Measured): Accounts {
  return {
    unexplained: worst(endpoints, (row) => [row.segmentsMs.unexplained / row.meanMs, row.endpoint]),
    handler: worst(endpoints, (row) => {
      const own = causes.filter((cause) => cause.endpoint === row.endpoint && HANDLER.test(cause.cause));
      return [sumOf(own) / row.totalMs, row.endpoint];
    }),
    request: worst(requests, (row) => [
      miss(row.segmentsMs, row.responseMs),
      `${row.endpoint} ${row.traceId}`,
    ]),
    endpoint: worst(endpoints, (row) => [miss(row.segmentsMs, row.meanMs), row.endpoint]),
    causes: worst(endpoints, (row) => {
      const own = causes.filter((cause) => cause.endpoint === row.endpoint);
      return [Math.abs(sumOf(own) / row.totalMs - 1), row.endpoint];
    }),
  };
}

function sumOf(causes: Measured['causes']): number {
  return causes.reduce((sum, cause) => sum + cause.blockingMs, 0);
}

function miss(segments: SegmentsMs, responseMs: number): number {
  return Math.abs(Object.values(segments).reduce((sum, ms) => sum + ms, 0) - responseMs);
}

function worst<T>(rows: readonly T[], judge: (row: T) => readonly [value: number, of: string]): Worst {
  return rows.map(judge).reduce<Worst>((most, [value, of]) => (value > most.value ? { value, of } : most), {
    value: 0,
    of: '',
  });
}
