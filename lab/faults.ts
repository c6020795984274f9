import type { SegmentName } from '@vitalfew/contract';

/** How a fault of the bookstore has to show: what grows where, once it is on. */
export interface Sign {
  readonly fault: string;
  readonly endpoint: RegExp;
  readonly segment: SegmentName;
  readonly cause: RegExp;
  /** Calls in a request of the endpoint, at least; where it is given, that shows the fault, else more waiting does. */
  readonly callsPerRequest?: number;
}

const LISTS = /^GET \/(books\/|category\/<slug:slug>\/)?$/;
const ORDERING = /^POST \/(checkout|api\/orders|basket\/add)\/$/;

/** One line a sign; a fault may have several. `exception` grows no cause: it is counted as errors. */
export const SIGNS: readonly Sign[] = [
  {
    fault: 'n-plus-1',
    endpoint: LISTS,
    segment: 'database',
    cause: /FROM "?shop_author"? WHERE/,
    callsPerRequest: 20,
  },
  {
    fault: 'n-plus-1',
    endpoint: LISTS,
    segment: 'database',
    cause: /FROM "?shop_category"? WHERE/,
    callsPerRequest: 20,
  },
  {
    fault: 'duplicate-query',
    endpoint: LISTS,
    segment: 'database',
    cause: /FROM "?shop_category"? ORDER/,
    callsPerRequest: 2,
  },
  { fault: 'missing-index', endpoint: /^GET \/search\/$/, segment: 'database', cause: /shop_searchterm/ },
  {
    fault: 'slow-template-loop',
    endpoint: LISTS,
    segment: 'template',
    cause: /half_star\.html/,
    callsPerRequest: 200,
  },
  {
    fault: 'cache-miss-storm',
    endpoint: LISTS,
    segment: 'database',
    cause: /sum\("?shop_orderline/i,
    callsPerRequest: 1,
  },
  {
    fault: 'cache-miss-storm',
    endpoint: LISTS,
    segment: 'cache',
    cause: /^set bestsellers/,
    callsPerRequest: 1,
  },
  { fault: 'slow-external-call', endpoint: /^GET \/book\//, segment: 'external', cause: /^GET 127\.0\.0\.1/ },
  {
    fault: 'sync-call-in-async-view',
    endpoint: /recommendations/,
    segment: 'external',
    cause: /^GET 127\.0\.0\.1/,
  },
  {
    fault: 'over-fetch',
    endpoint: /^GET \/api\/books\/$/,
    segment: 'database',
    cause: /FROM "?shop_book"? ORDER/,
  },
  { fault: 'lock-wait', endpoint: ORDERING, segment: 'database', cause: /^(UPDATE|INSERT|SAVEPOINT|BEGIN)/ },
];

export const FAULTS: readonly string[] = [...new Set([...SIGNS.map((sign) => sign.fault), 'exception'])];
