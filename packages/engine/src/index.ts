export { type Engine, type EngineOptions, type EngineState, startEngine } from './supervisor.ts';
