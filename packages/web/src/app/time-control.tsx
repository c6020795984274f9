import { type ReactNode, useEffect, useState } from 'react';
import { absolute, instantOf, PRESETS, rangeLabel, shiftRange, widenRange } from '../url/time-range.ts';
import { Icon } from './icons.tsx';
import { useScope, useSetSearch } from './use-scope.ts';

/** The one control of the time range: presets, exact times, back, forward, out, live. */
export function TimeControl(): ReactNode {
  const { from, to, live } = useScope();
  const setSearch = useSetSearch();
  const [open, setOpen] = useState(false);
  const range = { from, to };
  useEffect(() => {
    if (!open) return;
    const close = (event: Event) => {
      if (
        event instanceof KeyboardEvent
          ? event.key === 'Escape'
          : !(event.target as Element).closest('.time-control')
      )
        setOpen(false);
    };
    addEventListener('pointerdown', close);
    addEventListener('keydown', close);
    return () => {
      removeEventListener('pointerdown', close);
      removeEventListener('keydown', close);
    };
  }, [open]);
  return (
    <>
      <div className="group wide-only">
        <button
          type="button"
          className="button icon"
          title="Earlier ([)"
          onClick={() => setSearch({ ...shiftRange(range, -1, Date.now()), live: undefined })}
        >
          <Icon name="back" />
        </button>
        <button
          type="button"
          className="button icon"
          title="Later (])"
          onClick={() => setSearch({ ...shiftRange(range, 1, Date.now()), live: undefined })}
        >
          <Icon name="forward" />
        </button>
        <button
          type="button"
          className="button icon"
          title="Zoom out (-)"
          onClick={() => setSearch({ ...widenRange(range, Date.now()), live: undefined })}
        >
          <Icon name="out" />
        </button>
      </div>
      <div className="popover time-control">
        <button
          type="button"
          className="button"
          aria-expanded={open}
          onClick={() => setOpen(!open)}
          title="Time range (t)"
          data-key="t"
        >
          <Icon name="clock" />
          {rangeLabel(range, Date.now())}
        </button>
        {open && (
          <div className="sheet">
            <div className="presets">
              {PRESETS.map((preset) => (
                <button
                  type="button"
                  key={preset.from}
                  className={`button plain ${from === preset.from && to === 'now' ? 'on' : ''}`}
                  onClick={() => {
                    setSearch({ from: preset.from, to: 'now' });
                    setOpen(false);
                  }}
                >
                  {preset.label}
                </button>
              ))}
            </div>
            <ExactRange
              from={from}
              to={to}
              onChoose={(fromMs, toMs) => {
                setSearch({ ...absolute(fromMs, toMs), live: undefined });
                setOpen(false);
              }}
            />
          </div>
        )}
      </div>
      <button
        type="button"
        className={`button ${live ? 'on' : ''}`}
        aria-pressed={live === true}
        title="Live: ask again every 5 seconds (l)"
        onClick={() =>
          setSearch(
            live
              ? { live: undefined }
              : { live: true, ...(to === 'now' ? {} : { from: 'now-15m', to: 'now' }) },
          )
        }
      >
        <span className="live-dot" />
        Live
      </button>
    </>
  );
}

function ExactRange(props: {
  readonly from: string;
  readonly to: string;
  readonly onChoose: (fromMs: number, toMs: number) => void;
}): ReactNode {
  const [start, setStart] = useState(() => localText(instantOf(props.from, Date.now()) ?? Date.now()));
  const [end, setEnd] = useState(() => localText(instantOf(props.to, Date.now()) ?? Date.now()));
  const fromMs = Date.parse(start);
  const toMs = Date.parse(end);
  const sound = fromMs < toMs;
  return (
    <form
      className="fields"
      onSubmit={(event) => {
        event.preventDefault();
        if (sound) props.onChoose(fromMs, toMs);
      }}
    >
      <label>
        From{' '}
        <input
          className="input"
          type="datetime-local"
          step="1"
          value={start}
          onChange={(event) => setStart(event.target.value)}
        />
      </label>
      <label>
        To{' '}
        <input
          className="input"
          type="datetime-local"
          step="1"
          value={end}
          onChange={(event) => setEnd(event.target.value)}
        />
      </label>
      <button type="submit" className="button" disabled={!sound}>
        {sound ? 'Show this range' : 'The start must be before the end'}
      </button>
    </form>
  );
}

/** Local time as `datetime-local` fields want it. */
function localText(ms: number): string {
  const date = new Date(ms - new Date(ms).getTimezoneOffset() * 60_000);
  return date.toISOString().slice(0, 19);
}
