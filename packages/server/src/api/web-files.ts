import { createReadStream, existsSync, statSync } from 'node:fs';
import { extname, join, normalize, sep } from 'node:path';
import type { FastifyInstance, FastifyReply } from 'fastify';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.json': 'application/json',
};

/**
 * The built web UI. Paths without a file are pages of the UI: they get its index. Assets carry a hash in their
 * name and never change; they are sent compressed where a `.gz` or `.br` stands beside them.
 */
export function registerWebFiles(app: FastifyInstance, folder: string): void {
  app.get('/*', (request, reply) => {
    const path = decodeURIComponent(request.url.split('?', 1)[0] ?? '/');
    const wanted = normalize(join(folder, path));
    const inside = wanted === folder || wanted.startsWith(folder + sep);
    if (inside && wanted !== folder && isFile(wanted))
      return sendFile(reply, wanted, String(request.headers['accept-encoding'] ?? ''));
    if (extname(path) !== '' && !path.startsWith('/services/') && !path.startsWith('/requests/')) {
      return reply.code(404).type('text/plain').send('There is no such file.\n');
    }
    const index = join(folder, 'index.html');
    if (!existsSync(index)) {
      return reply.code(503).type('text/plain').send('The web UI is not built. Run npm run build.\n');
    }
    return sendFile(reply, index, String(request.headers['accept-encoding'] ?? ''));
  });
}

function sendFile(reply: FastifyReply, path: string, accepted: string): FastifyReply {
  const immutable = path.includes(`${sep}assets${sep}`);
  void reply
    .type(TYPES[extname(path)] ?? 'application/octet-stream')
    .header('cache-control', immutable ? 'public, max-age=31536000, immutable' : 'no-cache')
    .header('vary', 'accept-encoding');
  for (const [encoding, ending] of [
    ['br', '.br'],
    ['gzip', '.gz'],
  ] as const) {
    if (new RegExp(`\\b${encoding}\\b`).test(accepted) && isFile(path + ending)) {
      return reply.header('content-encoding', encoding).send(createReadStream(path + ending));
    }
  }
  return reply.send(createReadStream(path));
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
}
