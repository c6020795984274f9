import type { PlannedSpan } from './planned-span.ts';

/** Spans of one order: request, pricing with two statements, payment, message and its receipt. */
export const SPANS_PER_ORDER = 7;

const MS = 1_000_000;

/** Traces of a shop that takes orders, one after the other, the last just before `nowMs`. */
export function planOrders(orders: number, nowMs: number): PlannedSpan[] {
  return Array.from({ length: orders }, (_, order) =>
    planOrder(order, BigInt(nowMs - (orders - order) * 100) * 1_000_000n, order * SPANS_PER_ORDER),
  ).flat();
}

function planOrder(order: number, startNs: bigint, first: number): PlannedSpan[] {
  const refused = order % 5 === 4;
  // Odd nanoseconds: a time that passed through a double or through microseconds comes back changed.
  const at = (ms: number) => String(startNs + BigInt(ms * MS + order + 1));
  const span = (
    parent: number,
    name: string,
    [startMs, endMs]: readonly [number, number],
    more: Partial<PlannedSpan>,
  ): PlannedSpan => ({
    parent: parent < 0 ? -1 : first + parent,
    name,
    kind: 'internal',
    startNs: at(startMs),
    durationNs: (endMs - startMs) * MS + 7 * order,
    attributes: {},
    events: [],
    links: [],
    status: 'unset',
    statusMessage: '',
    exception: '',
    ...more,
  });
  const statement = {
    kind: 'client',
    attributes: {
      'db.system.name': 'postgresql',
      'db.query.text': `SELECT "title" FROM "books" WHERE "id" = ${order}`,
      'db.response.returned_rows': 1,
    },
  } as const;
  return [
    span(-1, 'POST /orders/{id}', [0, 60], {
      kind: 'server',
      attributes: {
        'http.request.method': 'POST',
        'http.route': '/orders/{id}',
        'url.path': `/orders/${order}`,
        'http.response.status_code': refused ? 502 : 200,
        'shop.order': order,
        'shop.total': 19.91 + order,
        'shop.gift': order % 2 === 0,
        'shop.tags': ['new', 'naïve – Ω 漢字 😀'],
        'shop.weights': [1, 2.5, -3],
        'shop.ledger': Number.MAX_SAFE_INTEGER,
        'shop.note': `“quoted” \\ and\nbroken ${'long '.repeat(500)}`,
      },
      status: refused ? 'error' : 'ok',
      statusMessage: refused ? 'the payment failed' : '',
    }),
    span(0, 'price the basket', [2, 20], {
      events: [{ name: 'priced', timeNs: at(19), attributes: { lines: 3, currency: '€' } }],
    }),
    span(1, 'SELECT books', [4, 8], statement),
    span(1, 'SELECT books', [9, 14], statement),
    span(0, 'POST', [21, 48], {
      kind: 'client',
      attributes: { 'http.request.method': 'POST', 'server.address': 'payments.example' },
      ...(refused
        ? { status: 'error', statusMessage: 'the card was refused', exception: 'no such card' }
        : {}),
    }),
    span(0, 'send order.paid', [50, 52], { kind: 'producer' }),
    span(5, 'receive order.paid', [70, 90], { kind: 'consumer', links: [first] }),
  ];
}
