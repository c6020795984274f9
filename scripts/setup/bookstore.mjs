import { join } from 'node:path';
import { ROOT } from './paths.mjs';
import { ensureVenv } from './python.mjs';

const SHOP = ['', '-postgres'].map((which) =>
  join(ROOT, `examples/bookstore-django/requirements${which}.txt`),
);
const AGENT = join(ROOT, 'python');
const OPENTELEMETRY = join(ROOT, 'bench/opentelemetry-requirements.txt');

/** A Python with the bookstore's requirements and the agent of this tree. */
export function ensureBookstorePython(say) {
  const install = [...SHOP.map((path) => `-r${path}`), '-e', AGENT];
  return ensureVenv('bookstore', { install, digestFiles: [...SHOP, join(AGENT, 'pyproject.toml')] }, say);
}

/** A Python with the bookstore's requirements and OpenTelemetry's instrumentation in place of our agent. */
export function ensureOpenTelemetryPython(say) {
  const files = [...SHOP, OPENTELEMETRY];
  const install = files.map((path) => `-r${path}`);
  return ensureVenv('bookstore-opentelemetry', { install, digestFiles: files }, say);
}
