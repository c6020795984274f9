/** Where the host listens: a loopback port (0 lets the system choose) or a Unix socket. */
export type Listen = { readonly port: number } | { readonly socketPath: string };

/** What the supervisor tells the host on its standard input, as one line of JSON: secrets stay off the command line. */
export interface HostOptions {
  readonly dataDir: string;
  readonly listen: Listen;
  readonly username: string;
  readonly password: string;
  readonly memoryBytes: number;
  /** Sessions kept for questions; more are opened while these are busy with long ones. */
  readonly readSessions: number;
  readonly writeSessions: number;
  readonly fsync: boolean;
}

/** The host's one line on its standard output once it listens. */
export interface HostReady {
  /** 0 on a Unix socket. */
  readonly port: number;
  readonly version: string;
}
