import type { ReactNode } from 'react';

/** Every key that works anywhere. */
export const KEYS: readonly (readonly [keys: string, meaning: string])[] = [
  ['⌘K or Ctrl K', 'open anything by name'],
  ['g v · g s · g r · g c', 'go to Vital few, Services, Requests, Connect'],
  ['t', 'choose the time range'],
  ['[ and ]', 'earlier, later'],
  ['-', 'zoom out'],
  ['l', 'live on and off'],
  ['d', 'dark and light'],
  ['drag on a chart', 'zoom into that time'],
  ['?', 'this list'],
  ['Esc', 'close'],
];

export function KeysHelp({ onClose }: { readonly onClose: () => void }): ReactNode {
  return (
    <div className="veil" onPointerDown={(event) => event.target === event.currentTarget && onClose()}>
      <div className="dialog keys" role="dialog" aria-label="Keys" aria-modal="true">
        <h1>Keys</h1>
        <dl>
          {KEYS.map(([keys, meaning]) => (
            <div key={keys} style={{ display: 'contents' }}>
              <dt>
                <kbd>{keys}</kbd>
              </dt>
              <dd>{meaning}</dd>
            </div>
          ))}
        </dl>
      </div>
    </div>
  );
}
