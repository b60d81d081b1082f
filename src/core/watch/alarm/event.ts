import type { Change } from '../../past/snapshot.ts';
import type { Mention } from '../../people.ts';
import type { IncidentEnd, ToldEndpoint } from './incident.ts';
import type { AlarmState } from './problem.ts';

/** What is said in the thread of an incident, each once. */
export type IncidentEvent =
  /** The whole of what is known, under a new alarm. */
  | { readonly kind: 'details'; readonly details: IncidentDetails }
  | { readonly kind: 'worsened'; readonly from: AlarmState; readonly to: AlarmState }
  /** Somebody is called by this very message: the owners again, or the next rung. */
  | { readonly kind: 'called'; readonly rung: 0 | 1 | 2 | 3; readonly who: readonly Mention[] }
  /** An owner who is not there any more, and who is called in their place. */
  | { readonly kind: 'owner-gone'; readonly who: Mention; readonly instead: readonly Mention[] }
  | {
      readonly kind: 'acknowledged';
      readonly by: Mention;
      readonly until: Date | null;
      readonly reason: string | null;
    }
  | { readonly kind: 'released'; readonly by: Mention }
  /** The time of "on it" is over, or the state worsened. */
  | { readonly kind: 'acknowledgement-lapsed'; readonly by: Mention; readonly because: 'time' | 'worse' }
  | { readonly kind: 'snoozed'; readonly by: Mention; readonly until: Date }
  /** All endpoints that have it are in planned maintenance. */
  | { readonly kind: 'muted'; readonly by: Mention; readonly until: Date; readonly reason: string | null }
  /** `elsewhere`: an endpoint that is not muted has it too. */
  | {
      readonly kind: 'unmuted';
      readonly because: 'time' | 'worse' | 'elsewhere' | { readonly by: Mention };
    }
  | { readonly kind: 'reassigned'; readonly by: Mention; readonly owners: readonly Mention[] }
  /** `still`: those that serve the old one; `renewed`: how many do not any more. */
  | {
      readonly kind: 'renewal-seen';
      readonly renewed: number;
      readonly still: readonly ToldEndpoint[];
      readonly notAfter: Date | null;
    }
  | {
      readonly kind: 'rechecked';
      readonly by: Mention;
      readonly healthy: number;
      readonly still: readonly ToldEndpoint[];
    }
  | { readonly kind: 'flapping'; readonly turns: number; readonly sinceMs: number }
  | { readonly kind: 'ended'; readonly end: IncidentEnd; readonly lastedMs: number };

/** The full diagnosis behind an alarm, as far as a thread wants it. */
export type IncidentDetails = {
  readonly explanation: string | null;
  readonly evidence: readonly { readonly label: string; readonly value: string }[];
  /** A shell command that shows the fault. */
  readonly reproduce: string | null;
  readonly changes: readonly Change[];
};
