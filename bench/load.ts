// A separate process that sends OTLP over HTTP as fast as it is accepted, as collectors do: a few connections,
// a few hundred spans a request. Prints one JSON line with what was accepted. Every request has a customer of its own
// out of a hundred thousand.
import { Agent, request } from 'node:http';
import { parseArgs } from 'node:util';
import { createPayload, customerId } from '../harness/otlp/payload.ts';

const { values } = parseArgs({
  options: {
    url: { type: 'string' },
    spans: { type: 'string', default: '1000000' },
    connections: { type: 'string', default: '4' },
    requests: { type: 'string', default: '40' },
    service: { type: 'string', default: 'shop' },
    /** Spread the spans over this much time before now, as a store that has run that long. */
    backHours: { type: 'string', default: '0' },
  },
});

const CUSTOMERS = 100_000;
const target = new URL('/v1/traces', values.url);
const agent = new Agent({ keepAlive: true, maxSockets: Number(values.connections) });
const wanted = Number(values.spans);
const backMs = Number(values.backHours) * 3_600_000;
let sent = 0;
let accepted = 0;
let refused = 0;
let sampleTraceId = '';
let sampleCustomer = '';
let customers = 0;
const started = performance.now();

await Promise.all(
  Array.from({ length: Number(values.connections) }, (_, i) => sendAll(`${values.service}-${i}`)),
);

const seconds = (performance.now() - started) / 1000;
process.stdout.write(`${JSON.stringify({ accepted, refused, seconds, sampleTraceId, sampleCustomer })}\n`);
agent.destroy();

async function sendAll(instance: string): Promise<void> {
  const payload = createPayload(Number(values.requests), values.service, instance);
  while (sent < wanted) {
    sent += payload.spans;
    const atMs = Date.now() - (backMs === 0 ? 0 : backMs * (1 - sent / wanted));
    const { body, traceIds } = payload.fresh(BigInt(Math.floor(atMs)) * 1_000_000n, customers);
    sampleCustomer = customerId(customers);
    customers = (customers + payload.requests) % CUSTOMERS;
    await sendUntilAccepted(body);
    accepted += payload.spans;
    sampleTraceId = traceIds[0] ?? sampleTraceId;
  }
}

/** Sends again after 429 and 503, as SDKs must. */
async function sendUntilAccepted(body: Buffer): Promise<void> {
  for (;;) {
    const { status, retryAfter, text } = await post(body);
    if (status === 200) return;
    if (status !== 429 && status !== 503) throw new Error(`the server answered ${status}: ${text}`);
    refused++;
    await new Promise((resolve) => setTimeout(resolve, Math.max(0.05, retryAfter) * 1000));
  }
}

function post(body: Buffer): Promise<{ status: number; retryAfter: number; text: string }> {
  return new Promise((resolve, reject) => {
    const call = request(
      target,
      {
        method: 'POST',
        agent,
        headers: { 'content-type': 'application/x-protobuf', 'content-length': body.length },
      },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () =>
          resolve({
            status: response.statusCode ?? 0,
            retryAfter: Number(response.headers['retry-after'] ?? 0),
            text: Buffer.concat(chunks).toString('latin1').slice(0, 300),
          }),
        );
      },
    );
    call.on('error', reject);
    call.end(body);
  });
}
