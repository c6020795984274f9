import { getRouteApi } from '@tanstack/react-router';
import type { RequestFacet } from '@vitalfew/contract';
import type { ReactNode } from 'react';
import { Icon } from '../../app/icons.tsx';
import { useSetSearch } from '../../app/use-scope.ts';
import { formatMs } from '../../format/quantity.ts';
import { toggleFacet } from './facet-filters.ts';

const route = getRouteApi('/requests');

/** What narrows the list, each to be taken away. */
export function FilterChips(): ReactNode {
  const { f = {}, minMs, maxMs, q } = route.useSearch();
  const setSearch = useSetSearch();
  const chips = [
    ...(Object.entries(f) as [RequestFacet, string[]][]).flatMap(([facet, values]) =>
      values.map((value) => ({
        text: value.startsWith('!') ? `${facet} is not ${value.slice(1)}` : `${facet}: ${value}`,
        remove: { f: toggleFacet(f, facet, value) },
      })),
    ),
    ...(minMs === undefined ? [] : [{ text: `at least ${formatMs(minMs)}`, remove: { minMs: undefined } }]),
    ...(maxMs === undefined ? [] : [{ text: `at most ${formatMs(maxMs)}`, remove: { maxMs: undefined } }]),
    ...(q === undefined ? [] : [{ text: `“${q}”`, remove: { q: undefined } }]),
  ];
  if (chips.length === 0) return null;
  return (
    <div className="chips">
      {chips.map((chip) => (
        <span className="chip" key={chip.text}>
          {chip.text}
          <button type="button" aria-label={`Remove ${chip.text}`} onClick={() => setSearch(chip.remove)}>
            <Icon name="close" />
          </button>
        </span>
      ))}
    </div>
  );
}
