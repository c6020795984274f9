import { Agent, request } from 'node:http';
import { spanRequests } from './span-requests.ts';

/** Sends messages of numbered spans as fast as they are answered, and remembers which were acknowledged. */
export class Sender {
  readonly acknowledged: number[] = [];
  refused = 0;
  readonly spansEach: number;
  readonly #lanes: number;
  #next = 1;
  #agent = new Agent({ keepAlive: true });
  #running: Promise<unknown> = Promise.resolve();
  #url = '';
  #isStopped = true;

  constructor(options: { readonly spansEach: number; readonly lanes: number }) {
    this.spansEach = options.spansEach;
    this.#lanes = options.lanes;
  }

  start(url: string): void {
    this.#url = `${url}/v1/traces`;
    this.#isStopped = false;
    this.#agent = new Agent({ keepAlive: true });
    this.#running = Promise.all(Array.from({ length: this.#lanes }, () => this.#lane()));
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    await this.#running;
    this.#agent.destroy();
  }

  async #lane(): Promise<void> {
    const requests = spanRequests(this.spansEach);
    while (!this.#isStopped) {
      const number = this.#next++;
      const status = await this.#post(requests.message(number)).catch(() => 0);
      if (status === 200) this.acknowledged.push(number);
      else {
        // Never sent again: whether the server has it is open, and that it is not there twice is checked all the same.
        this.refused++;
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    }
  }

  #post(body: Buffer): Promise<number> {
    return new Promise((resolve, reject) => {
      const post = request(
        this.#url,
        {
          method: 'POST',
          agent: this.#agent,
          headers: { 'content-type': 'application/x-protobuf', 'content-length': body.length },
        },
        (answer) => {
          answer.resume();
          answer.once('end', () => resolve(answer.statusCode ?? 0));
          answer.once('error', reject);
        },
      );
      post.once('error', reject);
      post.end(body);
    });
  }
}
