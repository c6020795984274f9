export { accountTime, createTimeAccount, type TimeAccount } from './account.ts';
export { apdex, type Satisfaction, satisfactionOf } from './apdex.ts';
export { cutIntoRequests, type LinkedSpan, type LocalTree } from './build.ts';
export { type FoldableSpan, type WaterfallRow, waterfallRows } from './fold.ts';
export { bucketLowerNs, bucketOf, bucketUpperNs, bucketValueNs, GAMMA, quantileNs } from './histogram.ts';
export { createLocalSpans, type LocalSpans } from './local-spans.ts';
export type { Repairs } from './repair.ts';
export { type RequestParts, segmentTimes } from './request.ts';
export { classifySegment, SEGMENTS, type Segment, type SegmentClues } from './segments.ts';
