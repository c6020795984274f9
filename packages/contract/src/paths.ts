const BASE = '/api/v1';

/** Every path of the HTTP API. All answer JSON; refusals carry `apiError`. */
export const apiPaths = {
  session: `${BASE}/session`,
  login: `${BASE}/login`,
  logout: `${BASE}/logout`,
  status: `${BASE}/status`,
  connect: `${BASE}/connect`,
  search: `${BASE}/search`,
  services: `${BASE}/services`,
  overview: (service: string) => `${BASE}/services/${encodeURIComponent(service)}/overview`,
  endpoints: (service: string) => `${BASE}/services/${encodeURIComponent(service)}/endpoints`,
  requests: `${BASE}/requests`,
  requestHistogram: `${BASE}/requests/histogram`,
  requestFacets: `${BASE}/requests/facets`,
  trace: (traceId: string) => `${BASE}/traces/${encodeURIComponent(traceId)}`,
  vitalFew: `${BASE}/vital-few`,
} as const;
