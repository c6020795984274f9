import type { Session } from 'chdb';
import { tooManyQueries } from './exception.ts';

const MOST_WAITING = 256;

/**
 * Sessions on one data directory, lent out one statement at a time: a session serialises its calls, and what a
 * statement sets on it must not reach another.
 */
export class SessionPool {
  readonly #idle: Session[];
  readonly #waiting: ((session: Session) => void)[] = [];

  constructor(sessions: readonly Session[]) {
    this.#idle = [...sessions];
  }

  /** Runs the work with a session of its own; first come, first served. */
  async use<T>(work: (session: Session) => Promise<T>): Promise<T> {
    const session = await this.#take();
    try {
      return await work(session);
    } finally {
      const next = this.#waiting.shift();
      if (next) next(session);
      else this.#idle.push(session);
    }
  }

  #take(): Promise<Session> | Session {
    const session = this.#idle.pop();
    if (session) return session;
    if (this.#waiting.length >= MOST_WAITING) throw tooManyQueries(this.#waiting.length);
    return new Promise((resolve) => this.#waiting.push(resolve));
  }
}
