/** A JSON value kept by kind and key: dashboards, users, tokens, cursors. */
export interface StoredDocument<Body = unknown> {
  readonly key: string;
  /** Counts up from 1 with each change. */
  readonly version: number;
  readonly body: Body;
}

export interface DocumentStore {
  get<Body>(kind: string, key: string): Promise<StoredDocument<Body> | undefined>;
  /** All that are not deleted, by key. */
  list<Body>(kind: string): Promise<StoredDocument<Body>[]>;
  /**
   * Writes the next version and answers its number. With `expectedVersion` (0: it must not exist) it rejects
   * with `conflict` if another version is there; without it the last writer wins.
   */
  put(kind: string, key: string, body: unknown, options?: { expectedVersion?: number }): Promise<number>;
  /** Deleting what is not there is fine. */
  delete(kind: string, key: string): Promise<void>;
}
