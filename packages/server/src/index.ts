export {
  AccessFile,
  createToken,
  ROLES,
  type Role,
  readRunningNote,
  removeUser,
  revokeToken,
  saveUser,
} from './auth/index.ts';
export { type Config, loadConfig, SETTINGS, type Setting } from './config/index.ts';
export { VitalfewError } from './error.ts';
export { type RunningServer, type ServerFiles, startServer } from './main.ts';
