import fc from 'fast-check';

/**
 * Random statements as words, in which values, lists and rows are left open: a style fills them in. So one statement
 * can be written in many ways that mean the same.
 */
export type Word =
  | { readonly keyword: string }
  | { readonly name: string }
  | { readonly sign: string }
  /** `compared`: where nothing but a value can stand. */
  | { readonly value: 'anywhere' | 'compared' }
  | { readonly list: true }
  | { readonly rows: number };

export interface Style {
  /** The text of the n-th value. */
  readonly value: (n: number, place: 'anywhere' | 'compared') => string;
  /** How long the n-th list is, from 1. */
  readonly length: (n: number) => number;
  /** White space and comments between words n and n + 1; may be empty next to a sign. */
  readonly gap: (n: number) => string;
  readonly isUpper: (n: number) => boolean;
}

type Words = readonly Word[];

const words = (text: string): Words => text.split(' ').map((keyword) => ({ keyword }));
const sign = (text: string): Word => ({ sign: text });
const open = sign('(');
const close = sign(')');
const comma = sign(',');
const join = (parts: readonly Words[], separator: Words): Words =>
  parts.flatMap((part, i) => (i === 0 ? part : [...separator, ...part]));
const bracketed = (inside: Words): Words => [open, ...inside, close];

/** Statements over names that are quoted as the dialect quotes them. */
export function statementsWith(quote: (name: string) => string): fc.Arbitrary<Words> {
  const name = fc
    .constantFrom(
      'users',
      'Orders',
      'a',
      'b1',
      'created_at',
      quote('group'),
      quote('two words'),
      quote('Ünï'),
    )
    .map((text): Words => [{ name: text }]);
  const table = fc.oneof(
    name,
    fc.tuple(name, name).map(([schema, own]): Words => [...schema, sign('.'), ...own]),
  );
  const column = fc.tuple(name, name).map(([of, own]): Words => [...of, sign('.'), ...own]);
  const value = fc.constant<Words>([{ value: 'anywhere' }]);
  const compared = fc.constant<Words>([{ value: 'compared' }]);

  const { query } = fc.letrec<{ expression: Words; condition: Words; query: Words }>((tie) => {
    const expression = tie('expression');
    const condition = tie('condition');
    const from = fc.oneof(
      { maxDepth: 2 },
      table,
      fc
        .tuple(table, table, condition)
        .map(([a, b, on]) => [...a, ...words('left join'), ...b, ...words('on'), ...on]),
      fc.tuple(tie('query'), name).map(([inner, alias]) => [...bracketed(inner), ...words('as'), ...alias]),
    );
    return {
      expression: fc.oneof(
        { maxDepth: 3, depthIdentifier: 'expression' },
        column,
        value,
        fc
          .tuple(column, fc.constantFrom('+', '*', '||'), expression)
          .map(([a, op, b]) => [...a, sign(op), ...b]),
        fc
          .array(expression, { maxLength: 3 })
          .map((of) => [{ name: 'coalesce' }, ...bracketed(join(of, [comma]))]),
        fc
          .tuple(condition, expression, expression)
          .map(([when, then, or]) => [
            ...words('case when'),
            ...when,
            ...words('then'),
            ...then,
            ...words('else'),
            ...or,
            ...words('end'),
          ]),
        tie('query').map(bracketed),
      ),
      condition: fc.oneof(
        { maxDepth: 3, depthIdentifier: 'condition' },
        fc
          .tuple(column, fc.constantFrom('=', '<>', '<=', '>'), compared)
          .map(([a, op, b]) => [...a, sign(op), ...b]),
        fc.tuple(column, expression).map(([a, b]) => [...a, sign('='), ...b]),
        column.map((of): Words => [...of, ...words('in'), open, { list: true }, close]),
        fc.tuple(column, tie('query')).map(([of, inner]) => [...of, ...words('not in'), ...bracketed(inner)]),
        column.map(
          (of): Words => [
            ...of,
            ...words('between'),
            { value: 'compared' },
            ...words('and'),
            { value: 'compared' },
          ],
        ),
        fc.tuple(column, compared).map(([of, like]) => [...of, ...words('like'), ...like]),
        column.map((of) => [...of, ...words('is not null')]),
        fc.tuple(condition, condition).map((of) => bracketed(join(of, words('and')))),
        fc.tuple(condition, condition).map((of) => bracketed(join(of, words('or')))),
        tie('query').map((inner) => [...words('exists'), ...bracketed(inner)]),
      ),
      query: fc
        .tuple(
          fc.array(expression, { minLength: 1, maxLength: 3 }),
          from,
          fc.option(condition),
          fc.option(column),
          fc.boolean(),
        )
        .map(
          ([of, tables, where, by, limited]): Words => [
            ...words('select'),
            ...join(of, [comma]),
            ...words('from'),
            ...tables,
            ...(where === null ? [] : [...words('where'), ...where]),
            ...(by === null ? [] : [...words('order by'), ...by, ...words('desc')]),
            ...(limited ? [...words('limit'), { value: 'compared' as const }] : []),
          ],
        ),
    };
  });

  const insert = fc
    .tuple(table, fc.array(name, { minLength: 1, maxLength: 4 }))
    .map(
      ([into, of]): Words => [
        ...words('insert into'),
        ...into,
        ...bracketed(join(of, [comma])),
        ...words('values'),
        { rows: of.length },
      ],
    );
  const update = fc.tuple(table, fc.array(name, { minLength: 1, maxLength: 3 }), column).map(
    ([of, set, by]): Words => [
      ...words('update'),
      ...of,
      ...words('set'),
      ...join(
        set.map((own): Words => [...own, sign('='), { value: 'compared' }]),
        [comma],
      ),
      ...words('where'),
      ...by,
      sign('='),
      { value: 'compared' },
    ],
  );
  const remove = fc
    .tuple(table, column)
    .map(
      ([of, by]): Words => [
        ...words('delete from'),
        ...of,
        ...words('where'),
        ...by,
        ...words('in'),
        open,
        { list: true },
        close,
      ],
    );
  const withQuery = fc
    .tuple(query, query)
    .map(
      ([inner, outer]): Words => [
        ...words('with'),
        { name: 'cte' },
        ...words('as'),
        ...bracketed(inner),
        ...outer,
      ],
    );
  return fc.oneof(
    { weight: 4, arbitrary: query },
    { weight: 1, arbitrary: withQuery },
    insert,
    update,
    remove,
  );
}

/** Writes a statement in a style. */
export function write(statement: Words, style: Style): string {
  let values = 0;
  let lists = 0;
  const next = (place: 'anywhere' | 'compared') => style.value(values++, place);
  const listOf = <T>(make: () => T): T[] => Array.from({ length: style.length(lists++) }, make);
  return statement
    .map((word, n) => {
      const before = statement[n - 1];
      const gap = style.gap(n);
      // A sign may run into another one: `+-5` and `||-5` are not what they look like everywhere.
      const spaced =
        before !== undefined && 'sign' in before && '=,('.includes(before.sign) ? gap : gap || ' ';
      if ('sign' in word) return `${gap}${word.sign}`;
      if ('name' in word) return `${spaced}${word.name}`;
      if ('keyword' in word)
        return `${gap || ' '}${style.isUpper(n) ? word.keyword.toUpperCase() : word.keyword} `;
      if ('value' in word) return `${spaced}${next(word.value)}`;
      if ('list' in word) return `${gap}${listOf(() => next('compared')).join(',')}`;
      const row = () => `(${Array.from({ length: word.rows }, () => next('compared')).join(', ')})`;
      return `${gap}${listOf(row).join(',')}`;
    })
    .join('');
}
