import { useNavigate } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { shiftRange, widenRange } from '../url/time-range.ts';
import { toggleTheme } from './theme.ts';
import { useScope, useSetSearch } from './use-scope.ts';

const PAGES: Readonly<Record<string, string>> = { v: '/', s: '/services', r: '/requests', c: '/connect' };
const SECOND_KEY_MS = 1_200;

/** The keys of `KEYS`, anywhere but in fields. */
export function useKeys(actions: {
  readonly palette: () => void;
  readonly help: () => void;
  readonly close: () => void;
}): void {
  const navigate = useNavigate();
  const scope = useScope();
  const setSearch = useSetSearch();
  const goUntil = useRef(0);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if ((event.metaKey || event.ctrlKey) && event.key.toLowerCase() === 'k') {
        event.preventDefault();
        actions.palette();
        return;
      }
      if (event.key === 'Escape') actions.close();
      if (
        event.metaKey ||
        event.ctrlKey ||
        event.altKey ||
        (event.target as Element).closest('input, select, textarea')
      )
        return;
      const page = Date.now() < goUntil.current ? PAGES[event.key] : undefined;
      goUntil.current = 0;
      const range = { from: scope.from, to: scope.to };
      if (page !== undefined) void navigate({ to: page, search: range } as never);
      else if (event.key === 'g') goUntil.current = Date.now() + SECOND_KEY_MS;
      else if (event.key === '?') actions.help();
      else if (event.key === 't') document.querySelector<HTMLElement>('[data-key="t"]')?.click();
      else if (event.key === '[') setSearch({ ...shiftRange(range, -1, Date.now()), live: undefined });
      else if (event.key === ']') setSearch({ ...shiftRange(range, 1, Date.now()), live: undefined });
      else if (event.key === '-') setSearch({ ...widenRange(range, Date.now()), live: undefined });
      else if (event.key === 'l') setSearch({ live: scope.live ? undefined : true });
      else if (event.key === 'd') toggleTheme();
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, [actions, navigate, scope, setSearch]);
}
