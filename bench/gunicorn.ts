import { spawn } from 'node:child_process';
import { Agent, get } from 'node:http';
import { fileURLToPath } from 'node:url';
import { cpuSeconds } from '../harness/process-cost.ts';

const SHOP = fileURLToPath(new URL('../examples/bookstore-django', import.meta.url));

/** The bookstore in a gunicorn of its own, asked one page at a time. */
export interface Gunicorn {
  /** Asks for the page so many times, one after the other; rejects when one does not succeed. */
  ask(path: string, times: number): Promise<void>;
  /** User and system CPU time of all its processes so far, seconds. */
  cpuSeconds(): Promise<number>;
  stop(): Promise<void>;
}

/** Starts it on a free port with one worker; `command` is what runs gunicorn, its first word the program. */
export async function startGunicorn(command: readonly string[], env: NodeJS.ProcessEnv): Promise<Gunicorn> {
  const [program = '', ...args] = [
    ...command,
    ...['--bind', '127.0.0.1:0', '--workers', '1', '--worker-class', 'gthread', '--threads', '4'],
    ...['--keep-alive', '30', '--no-control-socket', 'bookstore.wsgi:application'],
  ];
  const child = spawn(program, args, { cwd: SHOP, env, stdio: ['ignore', 'ignore', 'pipe'] });
  const url = await new Promise<string>((resolve, reject) => {
    let output = '';
    child.stderr.on('data', (chunk: Buffer) => {
      output = (output + chunk.toString()).slice(-20_000);
      const address = /Listening at: (http:\S+)/.exec(output)?.[1];
      if (address !== undefined) resolve(address);
    });
    child.once('close', (code) => reject(new Error(`gunicorn ended with code ${code}:\n${output}`)));
  });
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const pid = child.pid ?? 0;
  return {
    async ask(path, times) {
      for (let i = 0; i < times; i++) await askOnce(new URL(path, url), agent);
    },
    cpuSeconds: () => cpuSeconds(pid),
    async stop() {
      agent.destroy();
      const ended = new Promise((resolve) => child.once('exit', resolve));
      if (child.exitCode === null && child.kill('SIGTERM')) await ended;
    },
  };
}

function askOnce(url: URL, agent: Agent): Promise<void> {
  return new Promise((resolve, reject) => {
    get(url, { agent }, (response) => {
      response.resume();
      response.once('end', () =>
        response.statusCode === 200
          ? resolve()
          : reject(new Error(`${url.pathname} answered ${response.statusCode}.`)),
      );
    }).once('error', reject);
  });
}
