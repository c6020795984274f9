import type { RequestFacet, RequestFilters } from '@vitalfew/contract';
import { allOf, EVERYTHING, type Filter, oneOf, withinRange } from '../scope/filter.ts';
import type { TimeRange } from '../scope/time-range.ts';

/** The rows of `requests` that the filters select; `except` leaves one facet's own filter out. */
export function requestFilter(filters: RequestFilters, range: TimeRange, except?: RequestFacet): Filter {
  const facet = (column: RequestFacet, values: readonly string[] | undefined, type?: string) =>
    column === except ? EVERYTHING : oneOf(column, values, type);
  return allOf(
    withinRange(range),
    facet('service', filters.service),
    facet('environment', filters.environment),
    facet('version', filters.version),
    facet('endpoint', filters.endpoint),
    facet('kind', filters.kind),
    facet('method', filters.method),
    facet('status_code', filters.status_code, 'UInt16'),
    facet('error_type', filters.error_type),
    facet('instance', filters.instance),
    filters.errors === undefined
      ? EVERYTHING
      : { where: filters.errors === 'only' ? 'error' : 'NOT error', params: {} },
    duration('>=', 'min_ns', filters.minMs),
    duration('<=', 'max_ns', filters.maxMs),
    search(filters.search, range),
  );
}

function duration(operator: '>=' | '<=', name: string, ms: number | undefined): Filter {
  if (ms === undefined) return EVERYTHING;
  return { where: `response_ns ${operator} {${name}:UInt64}`, params: { [name]: Math.round(ms * 1e6) } };
}

/** As the index of this name has it (store/migrations/0006_attribute_pairs.sql). */
const ATTRIBUTE_PAIRS = "arrayMap((k, v) -> concat(k, '=', v), mapKeys(attributes), mapValues(attributes))";

/** Trace ids are looked up, `key=value` is sought in the attributes of all spans, the rest in path and endpoint. */
function search(text: string | undefined, range: TimeRange): Filter {
  const wanted = text?.trim() ?? '';
  if (wanted === '') return EVERYTHING;
  if (/^[0-9a-f]{32}$/i.test(wanted)) {
    return { where: 'trace_id = unhex({trace:String})', params: { trace: wanted } };
  }
  if (/^[\w.:/-]+=./.test(wanted)) {
    return {
      where: `trace_id IN (SELECT trace_id FROM spans
  WHERE ${withinRange(range).where} AND has(${ATTRIBUTE_PAIRS}, {attribute:String}))`,
      params: { attribute: wanted },
    };
  }
  return {
    where:
      'positionCaseInsensitiveUTF8(path, {text:String}) > 0 OR positionCaseInsensitiveUTF8(endpoint, {text:String}) > 0',
    params: { text: wanted },
  };
}
