// `npm start`: sets up what is missing, builds what is stale, runs Vitalfew and, unless told not to, the
// bookstore under a light load. Uses nothing but Node until the packages are there.
import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureBookstorePython } from './setup/bookstore.mjs';
import { ensureNodeModules } from './setup/node-modules.mjs';
import { ROOT } from './setup/paths.mjs';
import { mustRun } from './setup/run.mjs';

const USAGE = `npm start                       Vitalfew with the bookstore demo
npm start -- --no-demo          Vitalfew alone
npm start -- --data DIR …       every option of the server goes after the --; see: npm start -- --help`;

const options = process.argv.slice(2);
const wantsDemo = !options.includes('--no-demo') && !options.includes('--help');
const serverOptions = options.filter((option) => option !== '--no-demo');
const children = [];
let stopping = false;
const say = (text) => process.stdout.write(`  ${text}\n`);

try {
  await main();
} catch (error) {
  process.stderr.write(`\n${error.message}\n`);
  await stopChildren();
  process.exit(1);
}

async function main() {
  requireNode();
  if (options.includes('--help')) process.stdout.write(`${USAGE}\n\n`);
  await ensureNodeModules(say);
  await mustRun(process.execPath, ['scripts/build.mjs'], { quiet: true });
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => void shutDown());

  const scratch = await mkdtemp(join(tmpdir(), 'vitalfew-start-'));
  const server = await startServer(scratch);
  if (server === undefined) return;
  if (!wantsDemo) return;
  await startDemo(scratch, server);
  await waitForData(server.url);
  process.stdout.write(`\n  Vitalfew shows the bookstore at  ${server.url}\n  Ctrl+C stops both.\n\n`);
  await rm(scratch, { recursive: true, force: true });
}

function requireNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  throw new Error(`Vitalfew needs Node 20.19 or newer; this is ${process.versions.node}.`);
}

/** Starts the server and waits until it is ready; undefined where it was only asked for its help. */
async function startServer(scratch) {
  const asked = serverOptions.indexOf('--ready-file');
  const readyFile = asked >= 0 ? serverOptions[asked + 1] : join(scratch, 'server.json');
  const args = ['packages/cli/dist/vitalfew.mjs', 'serve', ...withDefault('--data', join(ROOT, '.vitalfew'))];
  if (asked < 0) args.push('--ready-file', readyFile);
  await rm(readyFile, { force: true });
  const child = launch(process.execPath, args);
  child.on('exit', (code) => {
    if (!stopping) void shutDown(code ?? 1);
  });
  if (options.includes('--help')) return undefined;
  return waitForFile(readyFile, child, 60_000);
}

function withDefault(flag, value) {
  const given = serverOptions.some((option) => option === flag || option.startsWith(`${flag}=`));
  return given ? serverOptions : [...serverOptions, flag, value];
}

async function startDemo(scratch, server) {
  const python = await ensureBookstorePython(say);
  const readyFile = join(scratch, 'bookstore.json');
  say('Starting the bookstore');
  const shop = launch(
    python,
    ['examples/bookstore-django/run.py', '--port', '0', '--ready-file', readyFile],
    {
      VITALFEW_ENDPOINT: server.otlpHttp ?? server.url,
    },
  );
  const { url } = await waitForFile(readyFile, shop, 120_000);
  launch(python, ['examples/bookstore-django/load.py', '--url', url, '--rate', '8']);
}

/** Resolves once requests are visible through the API: what a person would see. */
async function waitForData(url) {
  for (let waited = 0; waited < 60_000; waited += 250) {
    const answer = await fetch(`${url}/api/v1/services?from=now-15m`).then(
      (response) => response.json(),
      () => undefined,
    );
    if (answer?.services?.some((service) => service.requests > 0)) return;
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
  throw new Error('No request of the bookstore became visible within a minute; its output above says why.');
}

async function waitForFile(path, child, limitMs) {
  for (let waited = 0; waited < limitMs; waited += 50) {
    const text = await readFile(path, 'utf8').catch(() => '');
    if (text !== '') return JSON.parse(text);
    if (child.exitCode !== null) throw new Error('It ended before it was ready; its output above says why.');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`It was not ready within ${limitMs / 1000} s.`);
}

function launch(command, args, env = {}) {
  const child = spawn(command, args, {
    cwd: ROOT,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  children.push(child);
  return child;
}

async function shutDown(code = 0) {
  if (stopping) return;
  stopping = true;
  await stopChildren();
  process.exit(code);
}

/** The load first, then the shop, the server last, so that nothing in flight is lost. */
async function stopChildren() {
  for (const child of [...children].reverse()) {
    if (child.exitCode !== null || child.signalCode !== null) continue;
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGTERM');
    await Promise.race([ended, new Promise((resolve) => setTimeout(resolve, 15_000))]);
  }
}
