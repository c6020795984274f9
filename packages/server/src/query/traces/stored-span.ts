import type { TraceSpan } from '@vitalfew/contract';

/** The columns of `spans` that a waterfall shows, with ids as hex and times as numbers. */
export const SPAN_COLUMNS = `lower(hex(span_id)) AS span, if(parent_span_id = toFixedString('', 8), '', lower(hex(parent_span_id))) AS parent,
  service, environment, version, instance, name, toString(kind) AS kind_name, segment,
  is_entry, complete, toString(toUnixTimestamp64Nano(time)) AS start_ns, toFloat64(duration_ns) AS duration,
  toString(status) AS status_name, status_message, cause, lower(hex(fingerprint)) AS fingerprint_hex, call_site, scope,
  repeat_count, toFloat64(repeat_busy_ns) AS busy, toFloat64(repeat_max_ns) AS longest,
  toFloat64(queue_ns) AS queue, toFloat64(gc_ns) AS gc, attributes, resource_attributes,
  arrayMap(t -> toFloat64(toUnixTimestamp64Micro(t)) / 1000, events.time) AS event_times,
  events.name AS event_names, events.attributes AS event_attributes,
  arrayMap(t -> lower(hex(t)), links.trace_id) AS link_traces, arrayMap(s -> lower(hex(s)), links.span_id) AS link_spans,
  links.attributes AS link_attributes`;

export interface StoredSpan {
  readonly span: string;
  readonly parent: string;
  readonly service: string;
  readonly environment: string;
  readonly version: string;
  readonly instance: string;
  readonly name: string;
  readonly kind_name: 'unspecified' | 'internal' | 'server' | 'client' | 'producer' | 'consumer';
  readonly segment: TraceSpan['segment'];
  readonly is_entry: boolean;
  readonly complete: boolean;
  /** Decimal nanoseconds since the epoch: too large for a number. */
  readonly start_ns: string;
  readonly duration: number;
  readonly status_name: 'unset' | 'ok' | 'error';
  readonly status_message: string;
  readonly cause: string;
  readonly fingerprint_hex: string;
  readonly call_site: string;
  readonly scope: string;
  readonly repeat_count: number;
  readonly busy: number;
  readonly longest: number;
  readonly queue: number;
  readonly gc: number;
  readonly attributes: Readonly<Record<string, string>>;
  readonly resource_attributes: Readonly<Record<string, string>>;
  readonly event_times: readonly number[];
  readonly event_names: readonly string[];
  readonly event_attributes: readonly Readonly<Record<string, string>>[];
  readonly link_traces: readonly string[];
  readonly link_spans: readonly string[];
  readonly link_attributes: readonly Readonly<Record<string, string>>[];
}
