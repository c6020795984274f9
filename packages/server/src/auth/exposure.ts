import { isIP } from 'node:net';
import { VitalfewError } from '../error.ts';

/** Whether only this machine can reach the address. */
export function isLoopback(host: string): boolean {
  const plain = host.replace(/^\[|\]$/g, '').toLowerCase();
  if (plain === 'localhost' || plain === '::1') return true;
  return isIP(plain) === 4 ? plain.startsWith('127.') : plain.startsWith('::ffff:127.');
}

/**
 * Refuses to listen beyond this machine while anyone could read and write.
 * @throws VitalfewError `configuration` that says what to run.
 */
export function requireLoginBeyondLoopback(
  addresses: readonly { readonly name: string; readonly host: string }[],
  hasUsers: boolean,
  hasTokens: boolean,
): void {
  const open = addresses.filter((address) => !isLoopback(address.host));
  if (open.length === 0 || (hasUsers && hasTokens)) return;
  const steps = [
    ...(hasUsers ? [] : ['  vitalfew user add NAME --role admin    # then log in with it']),
    ...(hasTokens
      ? []
      : ['  vitalfew token create NAME             # what senders give: Authorization: Bearer <token>']),
  ];
  throw new VitalfewError(
    'configuration',
    `${open.map((address) => `${address.name} would listen on ${address.host}`).join(', ')}, where others could reach it without a login.
Stay on this machine with --host 127.0.0.1, or first run (with the same --data):
${steps.join('\n')}`,
  );
}
