import { describe, expect, test } from 'vitest';
import { normalizeSql } from './index.ts';

const shape = (statement: string, system = 'postgresql') => normalizeSql(statement, { system }).text;

describe('odd characters', () => {
  test('NUL, the byte order mark and spaces of Unicode are white space', () => {
    expect(shape('\ufeffSELECT\u0000a\u00a0FROM\u2003t\u3000WHERE b = 1')).toBe(
      'SELECT a FROM t WHERE b = ?',
    );
  });

  test('letters of any script and lone halves of surrogates are parts of names', () => {
    expect(shape('SELECT 価格, \ud800x FROM таблица')).toBe('SELECT 価格, \ud800x FROM таблица');
  });

  test('a carriage return ends a comment in PostgreSQL; elsewhere the rest of the line is still one', () => {
    expect(shape('SELECT a -- secret\rFROM t')).toBe('SELECT a FROM t');
    for (const system of ['mysql', 'sqlite', 'oracle.db', 'microsoft.sql_server', 'unknown']) {
      expect(shape('SELECT a -- secret\rsecret\nFROM t', system)).toBe('SELECT a FROM t');
    }
  });

  test('a sign of currency starts a money literal in MSSQL', () => {
    expect(shape('SELECT £5, € 6', 'mssql')).toBe('SELECT £ ?, € ?');
  });
});

describe('fingerprints', () => {
  const fingerprint = (statement: string) => normalizeSql(statement, { system: 'postgresql' }).fingerprint;

  test('are the same whatever the case of keywords and of names without quotes', () => {
    expect(fingerprint('select A from T where b = 1')).toBe(fingerprint('SELECT a FROM t WHERE B = 2'));
  });

  test('differ where names in quotes differ in case', () => {
    expect(fingerprint('SELECT "A" FROM t')).not.toBe(fingerprint('SELECT "a" FROM t'));
  });

  test('differ with the table, the columns and the conditions', () => {
    const all = [
      'SELECT a FROM t WHERE b = 1',
      'SELECT a FROM u WHERE b = 1',
      'SELECT c FROM t WHERE b = 1',
      'SELECT a FROM t WHERE b > 1',
      'SELECT a FROM t WHERE b = 1 AND c = 2',
      'SELECT a FROM t WHERE b IS NULL',
      'SELECT a FROM t WHERE b IS NOT NULL',
    ].map(fingerprint);
    expect(new Set(all).size).toBe(all.length);
  });
});

describe('names of systems', () => {
  test('are found in any case, in the older and the newer convention', () => {
    for (const system of ['PostgreSQL', 'postgres', 'cockroachdb', 'aws.redshift']) {
      expect(shape("SELECT $1, $x$it's$x$", system)).toBe('SELECT ?, ?');
    }
    expect(shape('SELECT "secret"', 'mariadb')).toBe('SELECT ?');
  });
});

test('a summary ends between two words', () => {
  const names = Array.from({ length: 60 }, (_, i) => `table_${i}`);
  const { summary, tables } = normalizeSql(`SELECT 1 FROM ${names.join(', ')}`, { system: 'postgresql' });
  expect(tables).toEqual(names);
  expect(summary.length).toBeLessThanOrEqual(255);
  expect(`SELECT ${names.join(' ')}`.startsWith(`${summary} `)).toBe(true);
});
