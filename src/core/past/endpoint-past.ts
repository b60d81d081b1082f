import type { Incident } from '../watch/alarm/incident.ts';
import type { Endpoint, Sighting } from '../watch/endpoint.ts';
import type { Availability } from './availability.ts';
import type { DayLatency } from './latency.ts';
import type { PastChange } from './look-run.ts';

/** What `/history` shows of one endpoint. */
export type EndpointPast = {
  readonly endpoint: Endpoint;
  readonly sighting: Sighting | null;
  /** What was asked for; `availability.from` is where knowledge begins. */
  readonly since: Date;
  /** Null: not looked at often enough to tell. */
  readonly availability: Availability | null;
  /** Days in order, those on which something was connected to. */
  readonly latency: readonly DayLatency[];
  /** Newest first. */
  readonly changes: readonly PastChange[];
  /** Of its certificates and of itself, open or ended since; newest first. */
  readonly incidents: readonly Incident[];
  /** Share of the time, as its policy says: 0.999. */
  readonly objective: number;
};

export type EndpointStanding = {
  readonly endpoint: Endpoint;
  readonly availability: Availability | null;
  readonly objective: number;
};
