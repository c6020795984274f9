import { type PointerEvent, type ReactNode, useRef } from 'react';

const NARROWEST_PX = 120;
const STEP_PX = 24;

/** The edge between names and bars: drag it, or move it with the arrow keys. Tells the names' new width in pixels. */
export function ColumnDivider({ onMove }: { readonly onMove: (widthPx: number) => void }): ReactNode {
  const column = useRef<HTMLDivElement>(null);
  const width = () => column.current?.getBoundingClientRect().width ?? NARROWEST_PX;
  const drag = (event: PointerEvent) => {
    if (!event.currentTarget.hasPointerCapture(event.pointerId)) return;
    const left = column.current?.getBoundingClientRect().left ?? 0;
    onMove(Math.max(NARROWEST_PX, event.clientX - left));
  };
  return (
    <div ref={column}>
      <div
        className="column-divider"
        role="separator"
        aria-orientation="vertical"
        aria-label="Width of the names"
        aria-valuenow={0}
        tabIndex={0}
        onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
        onPointerMove={drag}
        onKeyDown={(event) => {
          if (event.key === 'ArrowLeft') onMove(Math.max(NARROWEST_PX, width() - STEP_PX));
          if (event.key === 'ArrowRight') onMove(width() + STEP_PX);
        }}
      />
    </div>
  );
}
