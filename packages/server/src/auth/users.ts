import { VitalfewError } from '../error.ts';
import type { AccessFile, Role } from './access-file.ts';
import { hashPassword, verifyPassword } from './password.ts';

const SHORTEST_PASSWORD = 10;

/** Adds a user, or gives an existing one a new password and role. */
export async function saveUser(
  file: AccessFile,
  name: string,
  options: { readonly password: string; readonly role: Role },
): Promise<void> {
  if (options.password.length < SHORTEST_PASSWORD) {
    throw new VitalfewError('bad_request', `A password has at least ${SHORTEST_PASSWORD} characters.`);
  }
  const password = await hashPassword(options.password);
  file.change((access) => ({
    ...access,
    users: [...access.users.filter((user) => user.name !== name), { name, role: options.role, password }],
  }));
}

export function removeUser(file: AccessFile, name: string): void {
  if (!file.read().users.some((user) => user.name === name))
    throw new VitalfewError('not_found', `There is no user ${name}.`);
  file.change((access) => ({ ...access, users: access.users.filter((user) => user.name !== name) }));
}

/** A hash of no password, so that an unknown name takes as long as a wrong password. */
const NO_USER = `scrypt$${Buffer.alloc(16).toString('base64url')}$${Buffer.alloc(32).toString('base64url')}`;

/** The user with this name and password; undefined for any other. */
export async function checkUser(
  file: AccessFile,
  name: string,
  password: string,
): Promise<{ name: string; role: Role } | undefined> {
  const user = file.read().users.find((each) => each.name === name);
  const right = await verifyPassword(password, user?.password ?? NO_USER);
  return user && right ? { name: user.name, role: user.role } : undefined;
}
