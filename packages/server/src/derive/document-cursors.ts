import type { Store } from '../store/store.ts';
import type { Cursor, CursorStore } from './cursor.ts';

const KIND = 'cursor';

/** Cursors kept as documents in the store itself. */
export function documentCursors(store: Store): CursorStore {
  return {
    async read(worker) {
      const document = await store.documents.get<Cursor>(KIND, worker);
      return document && { cursor: document.body, version: document.version };
    },
    write: (worker, cursor, expectedVersion) =>
      store.documents.put(KIND, worker, cursor, { expectedVersion }),
  };
}
