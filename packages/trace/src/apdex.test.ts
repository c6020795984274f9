import { expect, test } from 'vitest';
import { apdex, satisfactionOf } from './apdex.ts';

test('82 satisfied and 2 tolerating of 90 give 0.922', () => {
  expect(apdex(82, 2, 90)).toBeCloseTo(0.922, 3);
});

test('an error frustrates however fast it was', () => {
  expect(satisfactionOf(1, true, 500)).toBe('frustrated');
  expect(satisfactionOf(500, false, 500)).toBe('satisfied');
  expect(satisfactionOf(2000, false, 500)).toBe('tolerating');
  expect(satisfactionOf(2001, false, 500)).toBe('frustrated');
});
