import fc from 'fast-check';

/** A literal and what of it may not be found in a shape. */
export interface Planted {
  readonly text: string;
  readonly secret: string;
}

/** How a dialect writes names, literals and comments, for random statements. */
export interface DialectStyle {
  readonly system: string;
  readonly quote: (name: string) => string;
  readonly literal: fc.Arbitrary<Planted>;
  /** Literals that are such only where nothing but a value can stand. */
  readonly comparedLiteral: fc.Arbitrary<Planted>;
  readonly comment: fc.Arbitrary<Planted>;
}

const word = fc.stringMatching(/^zq[a-z]{5,9}$/);
const number = fc.integer({ min: 100_000_000, max: 999_999_999 });

const wordIn = (write: (secret: string) => string) =>
  word.map((secret): Planted => ({ text: write(secret), secret }));
const numberIn = (write: (secret: string) => string) =>
  number.map((n): Planted => ({ text: write(String(n)), secret: String(n) }));
const hexIn = (write: (secret: string) => string) =>
  number
    .map((n) => n.toString(16).padStart(8, '0'))
    .map((secret): Planted => ({ text: write(secret), secret }));

const COMMON = [
  wordIn((s) => `'${s}'`),
  wordIn((s) => `'it''s ${s}'`),
  wordIn((s) => `'${s} -- /* # " \` $$ ; ( [ ? :x'`),
  wordIn((s) => `'line\\n${s}'`),
  wordIn((s) => `N'${s}'`),
  numberIn((n) => n),
  numberIn((n) => `-${n}`),
  numberIn((n) => `${n}.5`),
  numberIn((n) => `.${n}`),
  numberIn((n) => `1.${n}e-3`),
  hexIn((h) => `0x${h}`),
  hexIn((h) => `x'${h}'`),
];
const COMMENTS = [
  wordIn((s) => ` /* ${s} it's "so" */ `),
  wordIn((s) => ` -- ${s} it's (\n`),
  wordIn((s) => `/*${s}*/ `),
];

function dialect(
  system: string,
  quote: (name: string) => string,
  literals: readonly fc.Arbitrary<Planted>[],
  options: {
    readonly compared?: readonly fc.Arbitrary<Planted>[];
    readonly comments?: readonly fc.Arbitrary<Planted>[];
  } = {},
): DialectStyle {
  const all = [...COMMON, ...literals];
  return {
    system,
    quote,
    literal: fc.oneof(...all),
    comparedLiteral: fc.oneof(...all, ...(options.compared ?? [])),
    comment: fc.oneof(...COMMENTS, ...(options.comments ?? [])),
  };
}

const nested = wordIn((s) => ` /* a /* ${s} */ ${s} */ `);
const hash = wordIn((s) => ` # ${s} it's\n`);
const doubleQuoted = wordIn((s) => `"${s}"`);

export const DIALECTS: readonly DialectStyle[] = [
  dialect(
    'postgresql',
    (name) => `"${name}"`,
    [
      wordIn((s) => `E'it\\'s ${s}\\\\'`),
      wordIn((s) => `$$it's ${s}$$`),
      wordIn((s) => `$tag$ $$ ${s} $tag$`),
      wordIn((s) => `U&'${s}'`),
      wordIn((s) => `'C:\\${s}\\'`),
      numberIn((n) => `1_${n}`),
    ],
    { comments: [nested] },
  ),
  dialect(
    'mysql',
    (name) => `\`${name}\``,
    [
      wordIn((s) => `"${s}"`),
      wordIn((s) => `"it's ""${s}"" \\" "`),
      wordIn((s) => `'it\\'s ${s} \\\\'`),
      wordIn((s) => `_utf8mb4'${s}'`),
      wordIn((s) => `'${s}' '${s}'`),
    ],
    { comments: [hash] },
  ),
  dialect('sqlite', (name) => `[${name}]`, [wordIn((s) => `'C:\\${s}\\'`)], { compared: [doubleQuoted] }),
  dialect('oracle.db', (name) => `"${name}"`, [
    wordIn((s) => `q'[it's ${s}]'`),
    wordIn((s) => `nq'!${s}'!'`),
    wordIn((s) => `'C:\\${s}\\'`),
  ]),
  dialect(
    'microsoft.sql_server',
    (name) => `[${name}]`,
    [numberIn((n) => `$${n}.50`), wordIn((s) => `'C:\\${s}\\'`)],
    { compared: [doubleQuoted], comments: [nested] },
  ),
  dialect('other_sql', (name) => `"${name}"`, [wordIn((s) => `E'\\'${s}'`), wordIn((s) => `$x$'${s}$x$`)], {
    compared: [doubleQuoted],
    comments: [hash, nested],
  }),
];
