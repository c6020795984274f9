import { z } from 'zod';

/** The parts of a response time, in the order in which charts stack them. Meaning: docs/telemetry.md. */
export const SEGMENT_NAMES = [
  'queue',
  'middleware',
  'view',
  'database',
  'cache',
  'template',
  'external',
  'serialisation',
  'gc',
  'unexplained',
] as const;

export const segmentName = z.enum(SEGMENT_NAMES);
export type SegmentName = z.infer<typeof segmentName>;

/** Milliseconds by segment. */
export const segmentsMs = z.record(segmentName, z.number());
export type SegmentsMs = z.infer<typeof segmentsMs>;
