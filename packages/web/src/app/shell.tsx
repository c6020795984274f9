import { Link, Outlet, useRouterState } from '@tanstack/react-router';
import { apiPaths, type SessionAnswer } from '@vitalfew/contract';
import { type ReactNode, useMemo, useState } from 'react';
import { useAnswer } from '../api/use-answer.ts';
import { LoginScreen } from '../screens/login/login-screen.tsx';
import { Icon, type IconName } from './icons.tsx';
import { KeysHelp } from './keys-help.tsx';
import { Palette } from './palette.tsx';
import { ScopeControl } from './scope-control.tsx';
import { toggleTheme } from './theme.ts';
import { TimeControl } from './time-control.tsx';
import { useKeys } from './use-keys.ts';
import { useScope } from './use-scope.ts';

const ITEMS: readonly { readonly to: string; readonly icon: IconName; readonly title: string }[] = [
  { to: '/', icon: 'vital', title: 'Vital few' },
  { to: '/services', icon: 'services', title: 'Services' },
  { to: '/requests', icon: 'requests', title: 'Requests' },
  { to: '/connect', icon: 'connect', title: 'Connect' },
  { to: '/status', icon: 'status', title: 'Status' },
];

/** What surrounds every page. */
export function Shell(): ReactNode {
  const session = useAnswer<SessionAnswer>(apiPaths.session);
  const [dialog, setDialog] = useState<'palette' | 'keys' | undefined>();
  const actions = useMemo(
    () => ({
      palette: () => setDialog('palette'),
      help: () => setDialog('keys'),
      close: () => setDialog(undefined),
    }),
    [],
  );
  useKeys(actions);
  const path = useRouterState({ select: (state) => state.location.pathname });
  if (session.data?.loginRequired && session.data.user === null) return <LoginScreen />;
  return (
    <div className="shell">
      <Rail />
      <header className="bar">
        <button type="button" className="button" onClick={actions.palette} title="Open anything (⌘K)">
          <Icon name="search" />
          <span className="wide-only muted">Open…</span> <kbd className="wide-only">⌘K</kbd>
        </button>
        <span className="spring" />
        <ScopeControl withService={!path.startsWith('/services') && path !== '/requests'} />
        <TimeControl />
        <button
          type="button"
          className="button icon wide-only"
          onClick={toggleTheme}
          title="Dark or light (d)"
        >
          <Icon name="theme" />
        </button>
      </header>
      <main className="main" id="main">
        <Outlet />
      </main>
      {dialog === 'palette' && <Palette onClose={actions.close} />}
      {dialog === 'keys' && <KeysHelp onClose={actions.close} />}
    </div>
  );
}

function Rail(): ReactNode {
  const { from, to, live, environment } = useScope();
  const search = { from, to, live, environment };
  return (
    <nav className="rail" aria-label="Pages">
      <Link className="brand" to="/" search={search as never}>
        <img src="/mark.svg" alt="" /> Vitalfew
      </Link>
      {ITEMS.map((item) => (
        <Link
          key={item.to}
          className="item"
          to={item.to}
          search={search as never}
          activeOptions={{ exact: item.to === '/', includeSearch: false }}
          activeProps={{ className: 'active' }}
        >
          <Icon name={item.icon} />
          {item.title}
        </Link>
      ))}
      <div className="foot">
        <kbd>?</kbd> for keys
      </div>
    </nav>
  );
}
