import type { IncidentStore } from '../../core/store/alarms.ts';
import type { EndpointStore } from '../../core/store/endpoints.ts';

/** What the pages read of the store; whatever they do is a command. */
export type WatchReading = {
  readonly endpoints: Pick<EndpointStore, 'lines' | 'rowsOf' | 'alarmed'>;
  readonly incidents: Pick<IncidentStore, 'about'>;
};
