import type { RequestsAnswer, requestsQuestion } from '@vitalfew/contract';
import type { z } from 'zod';
import { VitalfewError } from '../../error.ts';
import type { Store } from '../../store/store.ts';
import { allOf, EVERYTHING, type Filter } from '../scope/filter.ts';
import { resolveRange } from '../scope/time-range.ts';
import { requestFilter } from './request-filter.ts';
import { REQUEST_COLUMNS, type StoredRequest, toRequestRow } from './request-row.ts';

type Question = z.infer<typeof requestsQuestion>;

/** What each order sorts by, largest first; the span id makes it total, so that pages neither skip nor repeat. */
const ORDER: Readonly<Record<Question['sort'], string>> = {
  newest: 'toUnixTimestamp64Nano(time)',
  slowest: 'toInt64(response_ns)',
  queries: 'toInt64(database_calls)',
};

/** One page of requests. */
export async function listRequests(store: Store, question: Question, nowMs: number): Promise<RequestsAnswer> {
  const range = resolveRange(question.from, question.to, { nowMs, points: 120 });
  const order = ORDER[question.sort];
  const filter = allOf(requestFilter(question, range), after(question.cursor, order));
  const rows = await store.query<StoredRequest & { place: string }>(
    `SELECT ${REQUEST_COLUMNS}, toString(${order}) AS place
FROM requests
WHERE ${filter.where}
ORDER BY ${order} DESC, span_id DESC
LIMIT {limit:UInt32}`,
    { ...filter.params, limit: question.limit + 1 },
  );
  const page = rows.slice(0, question.limit);
  const last = page.at(-1);
  return {
    range,
    requests: page.map(toRequestRow),
    nextCursor: rows.length > question.limit && last ? `${last.place}.${last.span}` : null,
  };
}

function after(cursor: string | undefined, order: string): Filter {
  if (cursor === undefined) return EVERYTHING;
  const parts = /^(\d{1,20})\.([0-9a-f]{16})$/.exec(cursor);
  if (!parts)
    throw new VitalfewError(
      'bad_request',
      'The cursor is not one that this list gave. Start from the first page.',
    );
  return {
    where: `(${order}, span_id) < ({cursor_place:Int64}, toFixedString(unhex({cursor_span:String}), 8))`,
    params: { cursor_place: parts[1], cursor_span: parts[2] },
  };
}
