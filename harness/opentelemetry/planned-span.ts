/** What one span shall be; SDKs of several languages make the same spans from the same plan, which is JSON. */
export interface PlannedSpan {
  /** Position of the parent in the plan, -1 for a root. */
  readonly parent: number;
  readonly name: string;
  readonly kind: 'internal' | 'server' | 'client' | 'producer' | 'consumer';
  /** Decimal nanoseconds since the epoch: too large for a number. */
  readonly startNs: string;
  readonly durationNs: number;
  readonly attributes: Readonly<Record<string, PlannedValue>>;
  readonly events: readonly {
    readonly name: string;
    readonly timeNs: string;
    readonly attributes: Readonly<Record<string, PlannedValue>>;
  }[];
  /** Positions of the spans that it links to; they come earlier in the plan. */
  readonly links: readonly number[];
  readonly status: 'unset' | 'ok' | 'error';
  readonly statusMessage: string;
  /** The message of a TypeError that the SDK records as an event, now and with a stack; empty: none. */
  readonly exception: string;
}

export type PlannedValue = string | number | boolean | readonly string[] | readonly number[];

/** The ids that an SDK gave the spans of a plan, in their order. */
export interface SentSpan {
  readonly traceId: string;
  readonly spanId: string;
}

/** Over which an SDK sends. */
export type Protocol = 'http/protobuf' | 'http/json' | 'grpc';

/** Where to, as a service of this name. */
export interface Destination {
  readonly otlpHttp: string;
  readonly otlpGrpc: string;
  readonly service: string;
}

/** Besides the spans every sending carries so many log records, and so many data points of three metrics. */
export const LOG_RECORDS = 3;
export const DATA_POINTS = 3;
