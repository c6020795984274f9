import traces from './0001_traces.sql?raw';
import requestRollups from './0002_request_rollups.sql?raw';
import causes from './0003_causes.sql?raw';
import documents from './0004_documents.sql?raw';
import metricsLogs from './0005_metrics_logs.sql?raw';
import attributePairs from './0006_attribute_pairs.sql?raw';

/** Every script by its name, in the order in which they are applied. A script that was released never changes. */
export const SCRIPTS: readonly (readonly [name: string, text: string])[] = [
  ['0001_traces', traces],
  ['0002_request_rollups', requestRollups],
  ['0003_causes', causes],
  ['0004_documents', documents],
  ['0005_metrics_logs', metricsLogs],
  ['0006_attribute_pairs', attributePairs],
];
