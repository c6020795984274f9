import { expect, test } from 'vitest';
import { toggleFacet } from './facet-filters.ts';

test('a click adds a value, a second takes it out', () => {
  const once = toggleFacet({}, 'method', 'GET');
  expect(once).toEqual({ method: ['GET'] });
  expect(toggleFacet(once ?? {}, 'method', 'GET')).toBeUndefined();
});

test('excluding a value that was wanted replaces it, and other facets stay', () => {
  expect(toggleFacet({ method: ['GET'], kind: ['web'] }, 'method', '!GET')).toEqual({
    method: ['!GET'],
    kind: ['web'],
  });
});
