const BASE = '/api/v1';

/** Every route of the HTTP API, as the server registers it. All answer JSON; refusals carry `apiError`. */
export const apiRoutes = {
  session: `${BASE}/session`,
  login: `${BASE}/login`,
  logout: `${BASE}/logout`,
  status: `${BASE}/status`,
  connect: `${BASE}/connect`,
  search: `${BASE}/search`,
  services: `${BASE}/services`,
  overview: `${BASE}/services/:service/overview`,
  endpoints: `${BASE}/services/:service/endpoints`,
  requests: `${BASE}/requests`,
  requestHistogram: `${BASE}/requests/histogram`,
  requestFacets: `${BASE}/requests/facets`,
  trace: `${BASE}/traces/:traceId`,
  vitalFew: `${BASE}/vital-few`,
} as const;

const fill = (route: string, value: string) => route.replace(/:\w+/, () => encodeURIComponent(value));

/** The same as paths that a client asks for. */
export const apiPaths = {
  ...apiRoutes,
  overview: (service: string) => fill(apiRoutes.overview, service),
  endpoints: (service: string) => fill(apiRoutes.endpoints, service),
  trace: (traceId: string) => fill(apiRoutes.trace, traceId),
} as const;
