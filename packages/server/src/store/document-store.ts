import { randomUUID } from 'node:crypto';
import { VitalfewError } from '../error.ts';
import type { DocumentStore, StoredDocument } from './documents.ts';
import type { EngineClient } from './engine-client.ts';

interface Row {
  readonly key: string;
  readonly newest_version: number;
  readonly is_deleted: boolean;
  readonly text: string;
}

/** Names of its own: an alias that hides a column would be read within argMax too. */
const NEWEST = `SELECT key, max(d.version) AS newest_version, argMax(d.deleted, d.version) AS is_deleted,
argMax(d.body, d.version) AS text FROM documents AS d`;

/** Documents in the table of that name; each change is a row with the next version. */
export function openDocumentStore(client: EngineClient): DocumentStore {
  const inTurn = turns();

  const newest = async (kind: string, key: string): Promise<Row | undefined> => {
    const rows = await client.query<Row>(
      `${NEWEST} WHERE d.kind = {kind:String} AND d.key = {key:String} GROUP BY key`,
      { kind, key },
    );
    return rows[0];
  };

  const insert = (kind: string, row: Row, token: string): Promise<void> =>
    client.command(
      `INSERT INTO documents (kind, key, version, deleted, body)
SELECT {kind:String}, {key:String}, {version:UInt64}, {deleted:Bool}, {body:String}`,
      { kind, key: row.key, version: row.newest_version, deleted: row.is_deleted, body: row.text },
      { settings: { insert_deduplication_token: token } },
    );

  const write = async (kind: string, row: Row): Promise<void> => {
    // Two servers that write the same version have the same token: the engine keeps one, and the other sees so.
    const token = `${kind}/${row.key}/${row.newest_version}`;
    await insert(kind, row, token);
    const stored = await newest(kind, row.key);
    if (stored === undefined || stored.newest_version < row.newest_version) {
      // A crash between the engine's note of the token and the row: the token is spent, the row is not there.
      await insert(kind, row, `${token}/${randomUUID()}`);
      return;
    }
    const isOurs = stored.text === row.text && stored.is_deleted === row.is_deleted;
    if (stored.newest_version === row.newest_version && !isOurs) throw conflict(kind, row.key);
  };

  return {
    async get<Body>(kind: string, key: string) {
      const row = await newest(kind, key);
      return row === undefined || row.is_deleted ? undefined : toDocument<Body>(row);
    },
    async list<Body>(kind: string) {
      const rows = await client.query<Row>(
        `${NEWEST} WHERE d.kind = {kind:String} GROUP BY key HAVING NOT is_deleted ORDER BY key`,
        { kind },
      );
      return rows.map((row) => toDocument<Body>(row));
    },
    put: (kind, key, body, options = {}) =>
      inTurn(`${kind}/${key}`, async () => {
        const before = await newest(kind, key);
        const visibleVersion = before === undefined || before.is_deleted ? 0 : before.newest_version;
        if (options.expectedVersion !== undefined && options.expectedVersion !== visibleVersion) {
          throw conflict(kind, key);
        }
        const version = (before?.newest_version ?? 0) + 1;
        await write(kind, { key, newest_version: version, is_deleted: false, text: JSON.stringify(body) });
        return version;
      }),
    delete: (kind, key) =>
      inTurn(`${kind}/${key}`, async () => {
        const before = await newest(kind, key);
        if (before === undefined || before.is_deleted) return;
        await write(kind, { key, newest_version: before.newest_version + 1, is_deleted: true, text: '' });
      }),
  };
}

function toDocument<Body>(row: Row): StoredDocument<Body> {
  return { key: row.key, version: row.newest_version, body: JSON.parse(row.text) as Body };
}

function conflict(kind: string, key: string): VitalfewError {
  return new VitalfewError('conflict', `Someone else changed ${kind} "${key}" meanwhile: load it again.`);
}

/** Runs work of one key one after another. */
function turns(): <T>(key: string, work: () => Promise<T>) => Promise<T> {
  const last = new Map<string, Promise<unknown>>();
  return (key, work) => {
    const mine = (last.get(key) ?? Promise.resolve()).catch(() => undefined).then(work);
    last.set(key, mine);
    const forget = () => {
      if (last.get(key) === mine) last.delete(key);
    };
    mine.then(forget, forget);
    return mine;
  };
}
