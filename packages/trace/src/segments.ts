import { SEGMENT_NAMES, type SegmentName } from '@vitalfew/contract';

/** The parts of a response time, in the order in which charts stack them. */
export const SEGMENTS = SEGMENT_NAMES;
export type Segment = SegmentName;

const CACHE_SYSTEMS: ReadonlySet<string> = new Set(['redis', 'valkey', 'memcached']);
const NAMED: ReadonlySet<string> = new Set(SEGMENTS);
const COMPUTED: ReadonlySet<string> = new Set(['queue', 'gc', 'unexplained']);

/** What the segment of a span depends on. */
export interface SegmentClues {
  /** `vitalfew.segment`, empty when absent. */
  readonly explicit: string;
  /** `db.system.name` or `db.system`, empty when absent. */
  readonly dbSystem: string;
  readonly kind: 'unspecified' | 'internal' | 'server' | 'client' | 'producer' | 'consumer';
  readonly isEntry: boolean;
  /** `vitalfew.complete`. */
  readonly complete: boolean;
}

/** The segment of a span; the rules and their order are those of docs/telemetry.md. */
export function classifySegment(clues: SegmentClues): Segment {
  if (NAMED.has(clues.explicit) && !COMPUTED.has(clues.explicit)) return clues.explicit as Segment;
  if (clues.dbSystem !== '') return CACHE_SYSTEMS.has(clues.dbSystem) ? 'cache' : 'database';
  if (clues.kind === 'client' || clues.kind === 'producer') return 'external';
  return clues.isEntry && clues.complete ? 'unexplained' : 'view';
}
