import {
  apiRoutes,
  endpointsQuestion,
  overviewQuestion,
  requestFilters,
  requestsQuestion,
  searchQuestion,
  servicesQuestion,
  traceQuestion,
  vitalFewQuestion,
} from '@vitalfew/contract';
import type { FastifyInstance } from 'fastify';
import { vitalFew } from '../../query/causes/vital-few.ts';
import { listRequests } from '../../query/requests/list-requests.ts';
import { requestFacets } from '../../query/requests/request-facets.ts';
import { requestHistogram } from '../../query/requests/request-histogram.ts';
import { paletteSearch } from '../../query/search/palette-search.ts';
import { listEndpoints } from '../../query/services/list-endpoints.ts';
import { listServices } from '../../query/services/list-services.ts';
import { serviceOverview } from '../../query/services/overview.ts';
import { readTrace } from '../../query/traces/read-trace.ts';
import type { Store } from '../../store/store.ts';
import { parseQuestion } from '../parse-question.ts';

export interface TelemetryRoutesContext {
  readonly store: Store;
  readonly apdexThresholdMs: number;
}

/** The questions about stored telemetry; one route a question of the contract. */
export function registerTelemetryRoutes(
  app: FastifyInstance,
  { store, apdexThresholdMs }: TelemetryRoutesContext,
): void {
  app.get(apiRoutes.services, (request) =>
    listServices(store, parseQuestion(servicesQuestion, request.query), Date.now()),
  );
  app.get<{ Params: { service: string } }>(apiRoutes.overview, (request) =>
    serviceOverview(store, request.params.service, parseQuestion(overviewQuestion, request.query), {
      nowMs: Date.now(),
      apdexThresholdMs,
    }),
  );
  app.get<{ Params: { service: string } }>(apiRoutes.endpoints, (request) =>
    listEndpoints(store, request.params.service, parseQuestion(endpointsQuestion, request.query), Date.now()),
  );
  app.get(apiRoutes.requests, (request) =>
    listRequests(store, parseQuestion(requestsQuestion, request.query), Date.now()),
  );
  app.get(apiRoutes.requestHistogram, (request) =>
    requestHistogram(store, parseQuestion(requestFilters, request.query), Date.now()),
  );
  app.get(apiRoutes.requestFacets, (request) =>
    requestFacets(store, parseQuestion(requestFilters, request.query), Date.now()),
  );
  app.get<{ Params: { traceId: string } }>(apiRoutes.trace, (request) =>
    readTrace(store, request.params.traceId, parseQuestion(traceQuestion, request.query)),
  );
  app.get(apiRoutes.vitalFew, (request) =>
    vitalFew(store, parseQuestion(vitalFewQuestion, request.query), Date.now()),
  );
  app.get(apiRoutes.search, (request) => paletteSearch(store, parseQuestion(searchQuestion, request.query)));
}
