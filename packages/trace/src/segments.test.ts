import { expect, test } from 'vitest';
import { classifySegment, type SegmentClues } from './segments.ts';

const clues: SegmentClues = { explicit: '', dbSystem: '', kind: 'internal', isEntry: false, complete: false };

test.each<[string, Partial<SegmentClues>, string]>([
  ['an agent names the segment', { explicit: 'template', dbSystem: 'postgresql' }, 'template'],
  ['a computed segment cannot be claimed', { explicit: 'unexplained' }, 'view'],
  ['a database call', { dbSystem: 'postgresql', kind: 'client' }, 'database'],
  ['a cache that is a database', { dbSystem: 'redis', kind: 'client' }, 'cache'],
  ['an outgoing call', { kind: 'client' }, 'external'],
  ['a published message', { kind: 'producer' }, 'external'],
  [
    'the entry of an agent that covers the framework',
    { isEntry: true, complete: true, kind: 'server' },
    'unexplained',
  ],
  ['the entry of any other agent', { isEntry: true, kind: 'server' }, 'view'],
])('%s', (_, given, segment) => {
  expect(classifySegment({ ...clues, ...given })).toBe(segment);
});
