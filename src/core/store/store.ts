import type { AuditStore, IncidentStore, MarkStore, OutlookStore, RuleStore } from './alarms.ts';
import type { Damage } from './damaged.ts';
import type { ActionStore, DetailStore, DigestStore, FeedStore, OutboxStore, SlotStore } from './delivery.ts';
import type { EndpointStore } from './endpoints.ts';
import type { FollowStore } from './follows.ts';
import type { LeaseStore } from './leases.ts';
import type { LimitStore } from './limits.ts';
import type { DeclaredStore, ImportStore } from './lists.ts';
import type { AnswerStore, LookStore, ObservationStore } from './past.ts';
import type { SessionStore } from './sessions.ts';
import type { SweepStore } from './sweeps.ts';
import type { MemberStore, QuestionStore } from './vantages.ts';

/**
 * The Store port. Its type lives here so that the monitor can name it without importing a driver. What a call
 * acknowledged survives a power cut. All times are `Date`; a driver keeps them as integers (ms since 1970 UTC).
 */
export type Store = {
  readonly endpoints: EndpointStore;
  readonly outbox: OutboxStore;
  readonly digests: DigestStore;
  readonly feed: FeedStore;
  readonly actions: ActionStore;
  readonly details: DetailStore;
  readonly slots: SlotStore;
  readonly answers: AnswerStore;
  readonly observations: ObservationStore;
  readonly incidents: IncidentStore;
  readonly rules: RuleStore;
  readonly audit: AuditStore;
  readonly marks: MarkStore;
  readonly follows: FollowStore;
  readonly outlooks: OutlookStore;
  readonly looks: LookStore;
  readonly sweeps: SweepStore;
  readonly leases: LeaseStore;
  readonly limits: LimitStore;
  readonly sessions: SessionStore;
  readonly imports: ImportStore;
  readonly declared: DeclaredStore;
  readonly members: MemberStore;
  readonly questions: QuestionStore;
  /** Reads every row to find those that cannot be read: of a hundred thousand endpoints some seconds. */
  damage(): Promise<Damage>;
  /** From now on a database that says nothing is not waited for: the process is about to end. */
  hurry(): void;
  close(): Promise<void>;
};
