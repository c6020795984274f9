export { startDerive } from './start-derive.ts';
