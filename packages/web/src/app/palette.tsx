import { useNavigate } from '@tanstack/react-router';
import { apiPaths, type SearchAnswer } from '@vitalfew/contract';
import { type KeyboardEvent, type ReactNode, useEffect, useRef, useState } from 'react';
import { useAnswer } from '../api/use-answer.ts';
import { toggleTheme } from './theme.ts';
import { useScope } from './use-scope.ts';

interface Entry {
  readonly title: string;
  readonly kind: string;
  readonly open: () => void;
}

/** Opens everything by name: pages, services, endpoints, traces. */
export function Palette({ onClose }: { readonly onClose: () => void }): ReactNode {
  const [text, setText] = useState('');
  const [at, setAt] = useState(0);
  const navigate = useNavigate();
  const { from, to } = useScope();
  const input = useRef<HTMLInputElement>(null);
  const { data, isPlaceholderData } = useAnswer<SearchAnswer>(apiPaths.search, { q: text });
  useEffect(() => input.current?.focus(), []);

  const go =
    (path: string, search: Record<string, unknown> = {}) =>
    () =>
      void navigate({ to: path, search: { from, to, ...search } } as never);
  const pages: Entry[] = [
    { title: 'Vital few', kind: 'page', open: go('/') },
    { title: 'Services', kind: 'page', open: go('/services') },
    { title: 'Requests', kind: 'page', open: go('/requests') },
    { title: 'Connect', kind: 'page', open: go('/connect') },
    { title: 'Status', kind: 'page', open: go('/status') },
    { title: 'Switch between dark and light', kind: 'action', open: toggleTheme },
  ];
  // What was found for the text before stays on screen as long as it still fits: Enter must not open anything else.
  const fits = (result: SearchAnswer['results'][number]) =>
    !isPlaceholderData ||
    `${result.service} ${result.title}`.toLowerCase().includes(text.trim().toLowerCase());
  const found: Entry[] = (data?.results ?? []).filter(fits).map((result) => ({
    title: result.title,
    kind: result.kind === 'endpoint' ? `endpoint of ${result.service}` : result.kind,
    open:
      result.kind === 'trace'
        ? go(`/requests/${result.traceId}`)
        : go(
            `/services/${encodeURIComponent(result.service)}`,
            result.kind === 'endpoint' ? { endpoint: result.endpoint } : {},
          ),
  }));
  const entries = [
    ...pages.filter((page) => page.title.toLowerCase().includes(text.toLowerCase())),
    ...found,
  ];
  const choose = (entry: Entry | undefined) => {
    if (!entry) return;
    onClose();
    entry.open();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'ArrowDown') setAt(Math.min(entries.length - 1, at + 1));
    else if (event.key === 'ArrowUp') setAt(Math.max(0, at - 1));
    else if (event.key === 'Enter') choose(entries[at]);
    else if (event.key === 'Escape') onClose();
    else return;
    event.preventDefault();
  };
  return (
    <div className="veil" onPointerDown={(event) => event.target === event.currentTarget && onClose()}>
      <div className="dialog palette" role="dialog" aria-label="Open" aria-modal="true">
        <input
          ref={input}
          role="combobox"
          aria-expanded="true"
          aria-controls="palette-entries"
          aria-activedescendant={`palette-${at}`}
          placeholder="Service, endpoint, trace id, page…"
          value={text}
          onChange={(event) => {
            setText(event.target.value);
            setAt(0);
          }}
          onKeyDown={onKeyDown}
        />
        <ul id="palette-entries" role="listbox">
          {entries.map((entry, i) => (
            <li
              key={`${entry.kind} ${entry.title}`}
              id={`palette-${i}`}
              role="option"
              tabIndex={-1}
              aria-selected={i === at}
              onPointerMove={() => setAt(i)}
              onClick={() => choose(entry)}
              onKeyDown={onKeyDown}
            >
              <span className="ellipsis">{entry.title}</span>
              <span className="kind">{entry.kind}</span>
            </li>
          ))}
          {entries.length === 0 && !isPlaceholderData && (
            <li className="muted">Nothing of that name answered in the last 24 hours.</li>
          )}
        </ul>
      </div>
    </div>
  );
}
