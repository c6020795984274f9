export { type DeriveHandle, type DeriveOptions, startDerive } from './start-derive.ts';
