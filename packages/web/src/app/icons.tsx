import type { ReactNode } from 'react';

/** Line icons of one weight on a 16-pixel grid. */
const PATHS = {
  vital: <path d="M2 14V3h3v11M6.5 14V7h3v7M11 14v-3h3v3" />,
  services: <path d="M2.5 3.5h11v3.5h-11zM2.5 9h11v3.5h-11zM5 5.2h.01M5 10.8h.01" />,
  requests: <path d="M2 4h9M4 8h9M6.5 12H14" />,
  connect: <path d="M5.5 2v3M10.5 2v3M3.5 5h9v2.5a4.5 4.5 0 0 1-9 0zM8 12v3" />,
  status: <path d="M1.5 8.5h3l2-5 3 9 2-4h3" />,
  search: <path d="M7 12A5 5 0 1 0 7 2a5 5 0 0 0 0 10zM11 11l3.5 3.5" />,
  clock: <path d="M8 14.5a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13zM8 4.5V8l2.5 1.5" />,
  back: <path d="M10 3 5 8l5 5" />,
  forward: <path d="m6 3 5 5-5 5" />,
  out: <path d="M7 12A5 5 0 1 0 7 2a5 5 0 0 0 0 10zM11 11l3.5 3.5M4.8 7h4.4" />,
  theme: <path d="M8 14.5a6.5 6.5 0 1 0 0-13zM8 1.5v13" />,
  close: <path d="m3.5 3.5 9 9M12.5 3.5l-9 9" />,
} as const;

export type IconName = keyof typeof PATHS;

export function Icon({ name }: { readonly name: IconName }): ReactNode {
  return (
    <svg
      viewBox="0 0 16 16"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.5"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
    >
      {PATHS[name]}
    </svg>
  );
}
