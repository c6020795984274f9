/** One span of a made-up request; times in microseconds from the request's start. */
export interface ShapedSpan {
  readonly name: string;
  readonly kind: 1 | 2 | 3;
  /** Position of the parent in the shape, -1 for the entry. */
  readonly parent: number;
  readonly startUs: number;
  readonly durationUs: number;
  readonly attributes: Readonly<Record<string, string | number | boolean>>;
}

const TABLES = [
  'catalogue_book',
  'catalogue_author',
  'orders_order',
  'orders_line',
  'accounts_user',
  'reviews_review',
];
const ROUTES = [
  '/',
  '/books/',
  '/books/<int:pk>/',
  '/authors/<int:pk>/',
  '/search/',
  '/basket/',
  '/checkout/',
  '/orders/<int:pk>/',
  '/api/books/',
  '/api/books/<int:pk>/',
  '/api/orders/',
  '/accounts/login/',
];
const MIDDLEWARE = [
  'SecurityMiddleware',
  'SessionMiddleware',
  'CommonMiddleware',
  'AuthenticationMiddleware',
];

/** Requests like those of a Django shop: middleware around a view with statements, cache calls and a template. */
export function requestShapes(): ShapedSpan[][] {
  return ROUTES.map((route, i) => shapeOf(route, i));
}

function shapeOf(route: string, seed: number): ShapedSpan[] {
  const method = seed % 5 === 4 ? 'POST' : 'GET';
  const statements = 6 + (seed % 5) * 2;
  const spans: ShapedSpan[] = [
    {
      name: `${method} ${route}`,
      kind: 2,
      parent: -1,
      startUs: 0,
      durationUs: 20_000 + seed * 1_500,
      attributes: {
        'http.request.method': method,
        'http.route': route,
        'url.path': route.replace('<int:pk>', '4711'),
        'url.scheme': 'https',
        'http.response.status_code': seed === 6 ? 500 : 200,
        'user_agent.original': 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36',
        'client.address': '203.0.113.7',
        'vitalfew.complete': true,
        'vitalfew.queue_ns': 300_000,
        'app.customer_id': 'customer-0000',
      },
    },
  ];
  let parent = 0;
  MIDDLEWARE.forEach((name, depth) => {
    spans.push({
      name: `django.middleware.${name}`,
      kind: 1,
      parent,
      startUs: 20 + depth * 60,
      durationUs: 19_800 + seed * 1_500 - depth * 120,
      attributes: {
        'vitalfew.segment': 'middleware',
        'code.function.name': `django.middleware.${name}.__call__`,
      },
    });
    parent = spans.length - 1;
  });
  spans.push({
    name: `shop.views.view_${seed}`,
    kind: 1,
    parent,
    startUs: 400,
    durationUs: 18_500 + seed * 1_400,
    attributes: { 'vitalfew.segment': 'view', 'code.function.name': `shop.views.view_${seed}` },
  });
  const view = spans.length - 1;
  for (let i = 0; i < statements; i++) {
    const table = TABLES[(seed + i) % TABLES.length] ?? 'catalogue_book';
    spans.push({
      name: `SELECT ${table}`,
      kind: 3,
      parent: view,
      startUs: 600 + i * 700,
      durationUs: 350 + ((seed * 7 + i * 13) % 300),
      attributes: {
        'db.system.name': 'postgresql',
        'db.namespace': 'shop',
        'db.query.summary': `SELECT ${table}`,
        'db.query.text': `SELECT "${table}"."id", "${table}"."name", "${table}"."created" FROM "${table}" WHERE "${table}"."id" = %s LIMIT 21`,
        'db.response.returned_rows': 1 + (i % 20),
        'vitalfew.db.parameter_count': 1,
        'vitalfew.db.alias': 'default',
        'code.file.path': `shop/views_${seed}.py`,
        'code.line.number': 40 + i,
      },
    });
  }
  for (let i = 0; i < 2; i++) {
    spans.push({
      name: 'cache.get',
      kind: 1,
      parent: view,
      startUs: 12_000 + i * 200,
      durationUs: 90,
      attributes: {
        'vitalfew.segment': 'cache',
        'vitalfew.cache.operation': 'get',
        'vitalfew.cache.backend': 'redis',
        'vitalfew.cache.key': `book:*:${i}`,
        'vitalfew.cache.hits': i,
        'vitalfew.cache.misses': 1 - i,
      },
    });
  }
  spans.push({
    name: `shop/page_${seed}.html`,
    kind: 1,
    parent: view,
    startUs: 12_600,
    durationUs: 5_000 + seed * 900,
    attributes: { 'vitalfew.segment': 'template', 'vitalfew.template.name': `shop/page_${seed}.html` },
  });
  return spans;
}
