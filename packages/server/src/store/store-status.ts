/** What the store says of itself; feeds the status page and `vitalfew doctor`. */
export interface StoreStatus {
  readonly engine: {
    readonly mode: 'embedded' | 'distributed';
    /** `ready`, `starting`, `restarting`, … or `unreachable`. */
    readonly state: string;
    readonly version: string;
  };
  readonly spool: {
    readonly pendingBytes: number;
    readonly limitBytes: number;
    readonly pendingBatches: number;
    readonly oldestPendingSeconds: number;
  };
  readonly disk: { readonly usedBytes: number; readonly freeBytes: number };
  /** Largest first; empty while the engine is away. */
  readonly tables: readonly { readonly table: string; readonly rows: number; readonly bytes: number }[];
  readonly memory: { readonly serverBytes: number; readonly engineBytes: number };
  /** Rows dropped or refused, by a stable name; a name that is absent is zero. */
  readonly counters: Readonly<Record<string, number>>;
}
