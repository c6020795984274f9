import type { CauseRow } from '@vitalfew/contract';
import type { Measured } from './measure.ts';

/** A cause of an endpoint, call sites taken together, without and with a fault. */
export interface Growth {
  readonly endpoint: string;
  readonly segment: CauseRow['segment'];
  readonly cause: string;
  readonly callSite: string;
  /** Each a request of the endpoint, whether the cause occurred in it or not. */
  readonly without: Weight;
  readonly with: Weight;
  /** Milliseconds of waiting that were added in all, at the number of requests with the fault. */
  readonly grownMs: number;
}

interface Weight {
  readonly blockingMs: number;
  readonly calls: number;
}

const NOTHING: Weight = { blockingMs: 0, calls: 0 };

/** What grew most, first. */
export function growth(without: Measured, withFault: Measured): Growth[] {
  const before = weights(without);
  const requests = requestsByEndpoint(withFault);
  return [...weights(withFault).values()]
    .map(({ row, weight }): Growth => {
      const earlier = before.get(keyOf(row))?.weight ?? NOTHING;
      return {
        endpoint: row.endpoint,
        segment: row.segment,
        cause: row.cause,
        callSite: row.callSite,
        without: earlier,
        with: weight,
        grownMs: (weight.blockingMs - earlier.blockingMs) * (requests.get(row.endpoint) ?? 0),
      };
    })
    .sort((a, b) => b.grownMs - a.grownMs);
}

function weights(measured: Measured): Map<string, { row: CauseRow; weight: Weight }> {
  const requests = requestsByEndpoint(measured);
  const found = new Map<string, { row: CauseRow; weight: Weight }>();
  for (const row of measured.causes) {
    const n = requests.get(row.endpoint) ?? 1;
    const { weight } = found.get(keyOf(row)) ?? { weight: NOTHING };
    found.set(keyOf(row), {
      row,
      weight: { blockingMs: weight.blockingMs + row.blockingMs / n, calls: weight.calls + row.calls / n },
    });
  }
  return found;
}

function requestsByEndpoint(measured: Measured): Map<string, number> {
  return new Map(measured.endpoints.map((row) => [row.endpoint, row.requests]));
}

/** The port of the service outside is another at each start, and so is part of the cause that names it. */
function keyOf(row: CauseRow): string {
  return [row.endpoint, row.segment, row.cause.replace(/:\d+$/, '')].join('\n');
}
