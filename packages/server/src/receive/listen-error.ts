import { VitalfewError } from '../error.ts';
import type { ListenAddress } from './receiver.ts';

/** The error of a failed `listen` as ours: `address_in_use` where another process has the port. */
export function listenError(title: string, address: ListenAddress, cause: unknown): VitalfewError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  const where = `${address.host}:${address.port}`;
  if (reason.includes('EADDRINUSE')) {
    return new VitalfewError(
      'address_in_use',
      `${title} cannot listen on ${where}: another process has the port. Stop it or set another port.`,
      { cause },
    );
  }
  return new VitalfewError('configuration', `${title} cannot listen on ${where}: ${reason}`, { cause });
}
