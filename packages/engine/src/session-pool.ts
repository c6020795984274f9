import type { Session } from 'chdb';
import { tooManyQueries } from './exception.ts';

/** A session with what is set on it. */
export interface PooledSession {
  readonly session: Session;
  /** The database that it works in; empty: not known. */
  database: string;
  /** The settings that the last statement left on it. */
  settings: ReadonlyMap<string, string>;
  /** A statement failed on the session or changed it: it is thrown away instead of being lent out again. */
  spoilt: boolean;
}

export interface SessionPoolOptions {
  readonly open: () => Session;
  /** Kept open. */
  readonly size: number;
  /** Opened at most, while all others are busy with long statements. */
  readonly mostSessions: number;
  /** Statements that may wait; the next one is refused. */
  readonly mostWaiting: number;
}

interface Waiting {
  readonly give: (session: PooledSession) => void;
  readonly fail: (error: unknown) => void;
}

/** A statement waits this long for a session before another one is opened for it. */
const PATIENCE_MS = 30;

/**
 * Sessions on one data directory, lent out one statement at a time: a session serialises its calls, and what one
 * statement sets on it must not reach another. When all are busy for longer than a short statement takes, the pool
 * grows, so that short statements do not queue behind long ones.
 */
export class SessionPool {
  readonly #options: SessionPoolOptions;
  readonly #idle: PooledSession[] = [];
  readonly #waiting: Waiting[] = [];
  #opened = 0;
  #closed = false;

  constructor(options: SessionPoolOptions) {
    this.#options = options;
    while (this.#opened < options.size) this.#idle.push(this.#open());
  }

  /**
   * Runs the work with a session of its own; first come, first served.
   * @throws EngineException 202 when too many wait already; the signal's reason when it is given up in the queue.
   */
  async use<T>(work: (session: PooledSession) => Promise<T>, signal?: AbortSignal): Promise<T> {
    const session = await this.#take(signal);
    try {
      return await work(session);
    } catch (error) {
      // chdb puts what a failed statement had written so far before the next answer on its session.
      session.spoilt = true;
      throw error;
    } finally {
      this.#giveBack(session);
    }
  }

  close(): void {
    this.#closed = true;
    for (const { session } of this.#idle.splice(0)) session.close();
  }

  #take(signal: AbortSignal | undefined): Promise<PooledSession> | PooledSession {
    signal?.throwIfAborted();
    const session = this.#idle.pop();
    if (session) return session;
    const { mostWaiting } = this.#options;
    if (this.#waiting.length >= mostWaiting) throw tooManyQueries(mostWaiting);
    return new Promise((resolve, reject) => {
      const impatience = setTimeout(() => this.#grow(), PATIENCE_MS);
      const leave = () => {
        clearTimeout(impatience);
        signal?.removeEventListener('abort', abandon);
      };
      const waiting: Waiting = {
        give: (given) => {
          leave();
          resolve(given);
        },
        fail: (error) => {
          leave();
          reject(error);
        },
      };
      const abandon = () => {
        this.#waiting.splice(this.#waiting.indexOf(waiting), 1);
        waiting.fail(signal?.reason);
      };
      signal?.addEventListener('abort', abandon);
      this.#waiting.push(waiting);
    });
  }

  #grow(): void {
    if (this.#waiting.length === 0 || this.#opened >= this.#options.mostSessions || this.#closed) return;
    try {
      this.#giveBack(this.#open());
    } catch (error) {
      this.#waiting.shift()?.fail(error);
    }
  }

  #open(): PooledSession {
    const session = this.#options.open();
    this.#opened++;
    return { session, database: '', settings: new Map(), spoilt: false };
  }

  #giveBack(pooled: PooledSession): void {
    const surplus = this.#opened > this.#options.size && this.#waiting.length === 0;
    if (pooled.spoilt || surplus || this.#closed) {
      pooled.session.close();
      this.#opened--;
      if (this.#opened < this.#options.size && !this.#closed) this.#giveBack(this.#open());
      else this.#grow();
      return;
    }
    const next = this.#waiting.shift();
    if (next) next.give(pooled);
    else this.#idle.push(pooled);
  }
}
