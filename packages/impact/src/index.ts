export { type Pareto, pareto, type RankedValue } from './pareto.ts';
