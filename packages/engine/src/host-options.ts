/** What the supervisor tells the host on its standard input, as one line of JSON: secrets stay off the command line. */
export interface HostOptions {
  readonly dataDir: string;
  /** 0 lets the system choose. */
  readonly port: number;
  readonly username: string;
  readonly password: string;
  readonly memoryBytes: number;
  /** Sessions that serve questions; two more serve inserts. */
  readonly readSessions: number;
}

/** The host's one line on its standard output once it listens. */
export interface HostReady {
  readonly port: number;
  readonly version: string;
}
