import { describe, expect, test } from 'vitest';
import { normalizeSql } from '../src/index.ts';
import { readGolden } from './golden.ts';

describe.each([...readGolden(new URL('./golden/', import.meta.url))])('%s', (_, vectors) => {
  test.each(vectors)('$title', ({ system, statement, shape, description }) => {
    const normalized = normalizeSql(statement, { system });
    expect(normalized.text).toBe(shape);
    const { operation, tables, summary } = normalized;
    expect(`${operation} | ${tables.join(', ')} | ${summary}`.trim()).toBe(description);
  });

  test.each(vectors)('normalised again, it stays: $title', ({ system, shape }) => {
    expect(normalizeSql(shape, { system }).text).toBe(shape);
  });
});
