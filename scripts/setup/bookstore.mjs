import { join } from 'node:path';
import { ROOT } from './paths.mjs';
import { ensureVenv } from './python.mjs';

const SHOP = join(ROOT, 'examples/bookstore-django/requirements.txt');
const AGENT = join(ROOT, 'python');
const OPENTELEMETRY = join(ROOT, 'bench/opentelemetry-requirements.txt');

/** A Python with the bookstore's requirements and the agent of this tree. */
export function ensureBookstorePython(say) {
  const install = ['-r', SHOP, '-e', AGENT];
  return ensureVenv('bookstore', { install, digestFiles: [SHOP, join(AGENT, 'pyproject.toml')] }, say);
}

/** A Python with the bookstore's requirements and OpenTelemetry's instrumentation in place of our agent. */
export function ensureOpenTelemetryPython(say) {
  const install = ['-r', SHOP, '-r', OPENTELEMETRY];
  return ensureVenv('bookstore-opentelemetry', { install, digestFiles: [SHOP, OPENTELEMETRY] }, say);
}
