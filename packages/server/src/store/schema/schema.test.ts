import { readdirSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { openTestStore, silent, testConfig } from '../../../test/store/open-test-store.ts';
import { SCRIPTS } from '../migrations/index.ts';
import { openStoreWith } from '../open-store.ts';
import { ifNotExists } from './migrate.ts';
import { toMigration } from './migration.ts';
import { onCluster } from './on-cluster.ts';
import { fillRetention } from './retention.ts';
import { splitStatements } from './split-statements.ts';

const RETENTION = { spans: 14, requests: 30, minutes: 90, hours: 400, samples: 30, logs: 14 };
const STATEMENTS = SCRIPTS.map(toMigration).flatMap(({ statements }) => statements);

test('lists every script of the folder, in order', () => {
  const files = readdirSync(new URL('../migrations', import.meta.url)).filter((file) =>
    file.endsWith('.sql'),
  );
  expect(SCRIPTS.map(([name]) => `${name}.sql`)).toEqual(files.sort());
});

test('splits a script at the ends of its statements only', () => {
  expect(
    splitStatements(
      `-- a; comment\nSELECT ';' ; /* one; more */ SELECT "a;b", \`c;d\`, 'it''s \\'; fine' -- end;\n;\n\n`,
    ),
  ).toEqual([`SELECT ';'`, `SELECT "a;b", \`c;d\`, 'it''s \\'; fine' -- end;`]);
  const piece = fc.constantFrom(`'a;b'`, '`;`', '/* ; */', '-- ;\n', 'SELECT 1', '"x;y"', ' ');
  fc.assert(
    fc.property(fc.array(fc.array(piece, { minLength: 1 })), (statements) => {
      const texts = statements.map((pieces) => `SELECT ${pieces.join(' ')}\n`);
      expect(splitStatements(texts.join(';'))).toEqual(texts.map((text) => text.trimEnd()));
    }),
  );
});

test('brings a fresh database to the newest schema, and leaves it so the next time', async () => {
  const { store, dataDir } = await openTestStore();
  const applied = () => store.query<{ name: string }>('SELECT name FROM schema_migrations ORDER BY name');
  expect((await applied()).map(({ name }) => name)).toEqual(SCRIPTS.map(([name]) => name));
  await store.close();
  const again = await openStoreWith(testConfig(dataDir), silent);
  expect(await again.query('SELECT count() AS n FROM schema_migrations')).toEqual([{ n: SCRIPTS.length }]);
  await again.close();
  await rm(dataDir, { recursive: true });
});

test('applies another retention to tables that are there', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'vitalfew-schema-'));
  await (await openStoreWith(testConfig(dataDir), silent)).close();
  const retentionDays = { ...RETENTION, spans: 3, hours: 1000 };
  const store = await openStoreWith(testConfig(dataDir, { retentionDays }), silent);
  const ttl = async (table: string) =>
    (
      await store.query<{ text: string }>(
        'SELECT engine_full AS text FROM system.tables WHERE name = {table:String}',
        {
          table,
        },
      )
    )[0]?.text;
  expect(await ttl('spans')).toContain('toIntervalDay(3)');
  expect(await ttl('requests')).toContain('toIntervalDay(30)');
  expect(await ttl('requests_1h')).toContain('toIntervalDay(1000)');
  await store.close();
  await rm(dataDir, { recursive: true });
});

test('refuses a database whose scripts are not its own', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'vitalfew-schema-'));
  const store = await openStoreWith(testConfig(dataDir), silent);
  await store.command(`INSERT INTO schema_migrations (name, checksum) SELECT '9999_future', 'x'`);
  await store.close();
  await expect(openStoreWith(testConfig(dataDir), silent)).rejects.toMatchObject({
    code: 'migration_failed',
    message: expect.stringContaining('9999_future'),
  });
  await rm(dataDir, { recursive: true });
});

test('refuses a database to which a script was applied that has changed since', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'vitalfew-schema-'));
  const store = await openStoreWith(testConfig(dataDir), silent);
  await store.command(
    `ALTER TABLE schema_migrations UPDATE checksum = 'x' WHERE name = '0003_causes'`,
    {},
    { settings: { mutations_sync: 1 } },
  );
  await store.close();
  await expect(openStoreWith(testConfig(dataDir), silent)).rejects.toMatchObject({
    message: expect.stringContaining('0003_causes was changed after it was applied'),
  });
  await rm(dataDir, { recursive: true });
});

test('says on a cluster what it says on one server, in SQL that the engine parses', async () => {
  const { store, close } = await openTestStore();
  const later = [
    'ALTER TABLE spans ADD COLUMN region LowCardinality(String) CODEC(ZSTD(1)) AFTER service',
    'ALTER TABLE spans MODIFY TTL toDateTime(time) + INTERVAL 3 DAY',
    'DROP TABLE causes',
  ];
  for (const statement of [...STATEMENTS, ...later]) {
    const filled = ifNotExists(fillRetention(statement, RETENTION));
    for (const rewritten of onCluster(filled, { cluster: 'two_shards', database: 'vitalfew' })) {
      expect(rewritten).toContain('ON CLUSTER `two_shards`');
      await expect(store.command(`EXPLAIN AST ${rewritten}`), rewritten).resolves.toBeUndefined();
      await expect(store.command(`EXPLAIN AST ${rewritten} NO SUCH CLAUSE`)).rejects.toMatchObject({
        message: expect.stringContaining('Syntax error'),
      });
    }
  }
  await close();
});

test('replicates local tables, puts distributed ones in front, and feeds views on the shard', () => {
  const cluster = { cluster: 'c', database: 'd' };
  const all = STATEMENTS.flatMap((statement) => onCluster(fillRetention(statement, RETENTION), cluster));
  const spans = all.find((statement) => statement.startsWith('CREATE TABLE spans_local'));
  expect(spans).toContain('ENGINE = ReplicatedMergeTree\n');
  expect(spans).toContain(' replicated_deduplication_window = ');
  expect(all).toContain(
    'CREATE TABLE spans ON CLUSTER `c` AS spans_local\nENGINE = Distributed(`c`, `d`, spans_local, cityHash64(trace_id))',
  );
  expect(all.find((statement) => statement.startsWith('CREATE TABLE documents_local'))).toContain(
    'ENGINE = ReplicatedReplacingMergeTree(version)',
  );
  const view = all.find((statement) => statement.includes('MATERIALIZED VIEW requests_1m_mv'));
  expect(view).toContain('requests_1m_mv ON CLUSTER `c` TO requests_1m_local AS');
  expect(view).toContain('FROM requests_local AS requests');
  expect(all.join('\n')).not.toContain('non_replicated');
});
