import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { ensureVenv } from '../../scripts/setup/python.mjs';
import type { Destination, PlannedSpan, Protocol, SentSpan } from './planned-span.ts';

const fileBeside = (name: string) => fileURLToPath(new URL(name, import.meta.url));

/** A Python with OpenTelemetry's SDK and exporters as they come from PyPI; gives its path. */
export function pythonWithSdk(): Promise<string> {
  const requirements = fileBeside('requirements.txt');
  return ensureVenv(
    'opentelemetry',
    { install: ['-r', requirements], digestFiles: [requirements] },
    (line: string) => process.stdout.write(`${line}\n`),
  );
}

/** Sends the planned spans, and a few logs and metrics, with OpenTelemetry's SDK for Python. */
export async function sendFromPython(
  python: string,
  plan: readonly PlannedSpan[],
  protocol: Exclude<Protocol, 'http/json'>,
  to: Destination,
): Promise<SentSpan[]> {
  const child = spawn(python, [fileBeside('send.py'), protocol], {
    stdio: ['pipe', 'pipe', 'pipe'],
    env: {
      ...process.env,
      OTEL_SERVICE_NAME: to.service,
      OTEL_EXPORTER_OTLP_ENDPOINT: protocol === 'grpc' ? `http://${to.otlpGrpc}` : to.otlpHttp,
      OTEL_EXPORTER_OTLP_COMPRESSION: 'gzip',
    },
  });
  child.stdin.end(JSON.stringify(plan));
  const [sent, problems] = await Promise.all([text(child.stdout), text(child.stderr)]);
  // The SDK logs a failed export and goes on: whatever it says is a failure here.
  if (problems !== '') throw new Error(`send.py: ${problems}`);
  return JSON.parse(sent) as SentSpan[];
}
