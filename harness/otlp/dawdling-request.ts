import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

/** Begins to send a body, a part of what is announced, and then says nothing more. */
export async function openRequest(
  base: string,
  { announced, sent }: { readonly announced: number; readonly sent: number },
): Promise<Socket> {
  const { hostname, port } = new URL(base);
  const socket = connect(Number(port), hostname);
  await once(socket, 'connect');
  const head = [
    'POST /v1/traces HTTP/1.1',
    `Host: ${hostname}`,
    'Content-Type: application/x-protobuf',
    `Content-Length: ${announced}`,
  ];
  socket.write(`${head.join('\r\n')}\r\n\r\n`);
  await new Promise((resolve) => socket.write(Buffer.alloc(sent), resolve));
  return socket;
}
