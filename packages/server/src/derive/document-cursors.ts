import type { Store } from '../store/store.ts';
import type { Cursor, CursorStore } from './cursor.ts';

const KIND = 'cursor';

/** Cursors kept as documents in the store itself. */
export function documentCursors(store: Store): CursorStore {
  return {
    async read(worker) {
      return (await store.documents.get<Cursor>(KIND, worker))?.body;
    },
    async write(worker, cursor) {
      await store.documents.put(KIND, worker, cursor);
    },
  };
}
