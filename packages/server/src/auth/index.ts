export { AccessFile, ROLES, type Role } from './access-file.ts';
export { isLoopback, requireLoginBeyondLoopback } from './exposure.ts';
export { LoginLimit } from './login-limit.ts';
export { readRunningNote, removeRunningNote, writeRunningNote } from './running-note.ts';
export { Sessions, type SessionUser } from './sessions.ts';
export { createToken, isToken, revokeToken } from './tokens.ts';
export { checkUser, removeUser, saveUser } from './users.ts';
