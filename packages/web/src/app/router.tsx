import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  parseSearchWith,
  stringifySearchWith,
} from '@tanstack/react-router';
import { requestsSearch } from '../screens/requests/requests-search.ts';
import { serviceSearch } from '../screens/service/service-search.ts';
import { scopeSearch } from '../url/search.ts';
import { NotFound } from './not-found.tsx';
import { Shell } from './shell.tsx';

const root = createRootRoute({ component: Shell, validateSearch: scopeSearch, notFoundComponent: NotFound });

/** One line a screen; each is loaded when it is first opened. */
const routes = [
  createRoute({
    getParentRoute: () => root,
    path: '/',
    component: lazyRouteComponent(
      () => import('../screens/vital-few/vital-few-screen.tsx'),
      'VitalFewScreen',
    ),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/services',
    component: lazyRouteComponent(() => import('../screens/services/services-screen.tsx'), 'ServicesScreen'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/services/$service',
    validateSearch: serviceSearch,
    component: lazyRouteComponent(() => import('../screens/service/service-screen.tsx'), 'ServiceScreen'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/requests',
    validateSearch: requestsSearch,
    component: lazyRouteComponent(() => import('../screens/requests/requests-screen.tsx'), 'RequestsScreen'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/requests/$traceId',
    component: lazyRouteComponent(() => import('../screens/request/request-screen.tsx'), 'RequestScreen'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/connect',
    component: lazyRouteComponent(() => import('../screens/connect/connect-screen.tsx'), 'ConnectScreen'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/status',
    component: lazyRouteComponent(() => import('../screens/status/status-screen.tsx'), 'StatusScreen'),
  }),
];

/** Only lists, objects and booleans are parsed: a time or an id that looks like a number must stay text. */
function parseValue(text: string): unknown {
  if (!/^([[{]|true$|false$)/.test(text)) throw new SyntaxError('text');
  return JSON.parse(text);
}

const parseSearch = parseSearchWith(parseValue);

export const router = createRouter({
  // The router reads numbers before it asks `parseValue`, and only those that are written just so.
  parseSearch: (text) =>
    Object.fromEntries(
      Object.entries(parseSearch(text)).map(([key, value]) => [
        key,
        typeof value === 'number' ? String(value) : value,
      ]),
    ),
  stringifySearch: stringifySearchWith(JSON.stringify, parseValue),

  routeTree: root.addChildren(routes),
  defaultPreload: 'intent',
  scrollRestoration: true,
});
