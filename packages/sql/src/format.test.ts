import { describe, expect, test } from 'vitest';
import { formatSql } from './index.ts';

const lines = (...text: string[]) => text.join('\n');

describe('formatSql', () => {
  test('puts clauses, joins, conditions and queries on lines of their own', () => {
    expect(
      formatSql(
        'select a, count(*) from t left outer join u on t.id = u.id where b between 1 and 2 and c in (select d from e) order by a',
      ),
    ).toBe(
      lines(
        'SELECT a, count(*)',
        'FROM t',
        'LEFT OUTER JOIN u ON t.id = u.id',
        'WHERE b BETWEEN 1 AND 2',
        '  AND c IN (',
        '  SELECT d',
        '  FROM e',
        ')',
        'ORDER BY a',
      ),
    );
  });

  test('keeps values as they were written', () => {
    expect(formatSql("insert into t (a) values ('it''s', 5)")).toBe(
      lines('INSERT INTO t(a)', "VALUES ('it''s', 5)"),
    );
  });

  test('leaves the case of names, even if they are called like keywords', () => {
    expect(formatSql('select comment, t.order, "From" from user where index = 1')).toBe(
      lines('SELECT comment, t.order, "From"', 'FROM user', 'WHERE index = 1'),
    );
  });

  test('breaks no function apart', () => {
    expect(formatSql('select left(a, 2), extract(year from b) from t', { system: 'postgresql' })).toBe(
      lines('SELECT LEFT(a, 2), extract(year FROM b)', 'FROM t'),
    );
  });

  test('keeps DELETE and its FROM together', () => {
    expect(formatSql('delete from t where a = 1 or b = 2')).toBe(
      lines('DELETE FROM t', 'WHERE a = 1', '  OR b = 2'),
    );
  });
});
