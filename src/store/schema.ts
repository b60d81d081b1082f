import type { Generated } from 'kysely';

/**
 * The tables, in the subset that SQLite and PostgreSQL share. Times are milliseconds since 1970 UTC, JSON is text,
 * and "none" inside a unique key is the empty string, because both engines let any number of NULLs in.
 */
export type Schema = {
  endpoints: EndpointTable;
  sightings: SightingTable;
  notifications: NotificationTable;
  digests: DigestTable;
  feed: FeedTable;
  actions: ActionTable;
  details: DetailTable;
  slots: SlotTable;
  answers: AnswerTable;
  observations: ObservationTable;
  serving: ServingTable;
  incidents: IncidentTable;
  conversations: ConversationTable;
  rules: RuleTable;
  audit: AuditTable;
  marks: MarkTable;
  follows: FollowTable;
  looks: LookTable;
  days: DayTable;
  latencies: LatencyTable;
  changes: ChangeTable;
  declared: DeclaredTable;
  imports: ImportTable;
  outlooks: OutlookTable;
  naming: NamingTable;
  members: MemberTable;
  questions: QuestionTable;
  sweeps: SweepTable;
  sweep_batches: SweepBatchTable;
  leases: LeaseTable;
  limits: LimitTable;
  sessions: SessionTable;
};

/** `until`: by the clock of the database. */
export type SessionTable = { key: string; until: number };

/** `until`: when a bucket is full again, by the clock of the database. */
export type LimitTable = { key: string; until: number };

/** `until`: by the clock of the database. */
export type LeaseTable = { name: string; holder: string; until: number };

/** `bounds`: ids as JSON, null until they are known. */
export type SweepTable = {
  id: string;
  slot: number;
  planned_at: number;
  bounds: string | null;
  ended_at: number | null;
};

/** `outcome`: see `BatchOutcome`. */
export type SweepBatchTable = { sweep_id: string; batch: number; outcome: string };

/** A message as JSON, see `message-codec.ts`. */
export type DetailTable = { id: string; message: string; at: number };

export type EndpointTable = {
  id: string;
  url: string;
  address: string;
  home: string;
  /** `destinationOf(home)`: finds the alarms that went there. */
  home_destination: string;
  owners: string;
  labels: string;
  added_by: string;
  added_at: number;
  /** Empty: not known. */
  added_id: string;
  /** "file": declared in WATCH_FILE. */
  origin: 'person' | 'file';
  /** JSON: the last planned maintenance. */
  muted: string | null;
};

export type SightingTable = {
  endpoint_id: string;
  at: number;
  verdict: string;
  root_cause: string | null;
  reason: string | null;
  fingerprint256: string | null;
  not_before: number | null;
  not_after: number | null;
  /** JSON; the CA's word about `fingerprint256`. */
  renewal_window: string | null;
  issuer: string | null;
  names: string | null;
  certificate_seen_at: number | null;
  /** JSON: every leaf seen last, and the troubles with their counters. */
  served: string;
  conditions: string;
  /** 1 while something is to be confirmed or cleared. */
  doubtful: number;
  /** When one of the leaves enters its next state; 0: not judged yet. */
  turns_at: Generated<number>;
};

/** Which endpoint serves which leaf, as last seen. */
export type ServingTable = { endpoint_id: string; fingerprint256: string };

export type IncidentTable = {
  id: string;
  subject: string;
  problem: string;
  /** `destinationOf` its home. */
  destination: string;
  opened_at: number;
  ended_at: number | null;
  next_at: number | null;
  version: number;
  /** The whole incident as JSON. */
  incident: string;
};

/** Where a conversation is held; `reference` is the platform's own id of its head, null until that was sent. */
export type ConversationTable = { id: string; reference: string | null };

export type RuleTable = {
  seq: Generated<number>;
  scope: string;
  rule: string;
};

export type AuditTable = {
  seq: Generated<number>;
  at: number;
  about: string;
  entry: string;
  /** "slack:U012AB3CD". */
  who: Generated<string>;
  did: Generated<string>;
  /** In lower case. */
  target: Generated<string>;
};
export type MarkTable = { key: string; value: string };

export type FollowTable = {
  id: string;
  /** `destinationOf` its place. */
  destination: string;
  target: string;
  started_at: number;
  ended_at: number | null;
  every_ms: number;
  next_at: number;
  /** While it is looked at: when another process may take over. */
  leased_until: number;
  version: number;
  /** The whole follow as JSON. */
  follow: string;
};
/** Which endpoint serves a certificate with this name in it, as last seen; lower case. */
export type NamingTable = { endpoint_id: string; name: string };
/** `outlook` is JSON. */
export type OutlookTable = { fingerprint256: string; at: number; outlook: string };

export type NotificationTable = {
  /** The order of queueing. */
  seq: Generated<number>;
  key: string;
  platform: string;
  /** Where it goes, as one text: order is kept within it. */
  destination: string;
  recipient: string;
  /** Emptied once sent: from then on only the key matters. */
  message: string;
  fallback: string;
  endpoint_id: string | null;
  conversation: string | null;
  act: string | null;
  state: 'queued' | 'sent' | 'refused';
  attempts: number;
  queued_at: number;
  /** While leased: when the lease ends. */
  next_attempt_at: number;
  settled_at: number | null;
  /** The platform's own id of the message, once sent. */
  reference: string | null;
  /** Why the last attempt failed. */
  reason: string | null;
  /** JSON for webhooks; emptied once sent, as the message is. */
  event: Generated<string | null>;
};

export type DigestTable = {
  platform: string;
  channel: string;
  thread: string;
  cron: string;
  zone: string;
  set_by: string;
};

export type FeedTable = {
  id: Generated<number>;
  at: number;
  message: string;
  under: number | null;
  /** Counts up with every change of the feed. */
  revision: number;
};
export type ActionTable = { id: string; action: string };
/** `size` is the length of `bytes`, so that a sum need not read them. */
export type AnswerTable = { key: string; until: number; kept_at: number; size: number; bytes: Uint8Array };
/** `last` and `last_good` are JSON, the second empty where nothing was ever well. */
export type ObservationTable = { key: string; at: number; last: string; last_good: string };
export type SlotTable = { job: string; slot: number; claimed_at: number };

/** A run of looks that said the same; [first_at, until) is what they tell of. */
export type LookTable = {
  endpoint_id: string;
  first_at: number;
  last_at: number;
  until: number;
  looks: number;
  verdict: string;
  root_cause: string | null;
  reason: string | null;
  fingerprint256: string | null;
  not_after: number | null;
  issuer: string | null;
  /** How long connections took, by day: see `latency-codec.ts`; null: nothing was connected to. */
  took: string | null;
};

/** The same of days that were rolled up, four weeks in a row; `weeks` counts them from 1970. */
export type LatencyTable = { endpoint_id: string; weeks: number; took: string };

/** Days in a row with the same totals, in ms by verdict; `day` counts from 1970 in UTC. */
export type DayTable = { endpoint_id: string; day: number; days: number } & Record<
  'healthy' | 'degraded' | 'broken' | 'unknown',
  number
>;

/** `change` is JSON: what it was before, and what it is now. */
export type ChangeTable = {
  seq: Generated<number>;
  endpoint_id: string;
  at: number;
  what: 'verdict' | 'certificate' | 'observed';
  change: string;
};

/** What WATCH_FILE said of a target when that was last applied, as JSON. */
export type DeclaredTable = { url: string; address: string; declared: string };

/** A list that somebody brought, as JSON: tried, applied, undone. */
export type ImportTable = { id: string; at: number; version: number; import: string };

/** A process that lives; `roles` is a list as JSON. */
export type MemberTable = {
  id: string;
  roles: string;
  vantage: string | null;
  version: string;
  started_at: number;
  seen_at: number;
};

/** What one vantage asks another, and its answer; both as JSON. */
export type QuestionTable = {
  id: string;
  vantage: string;
  words: string;
  asked_at: number;
  taken_by: string | null;
  /** While somebody looks into it: when another may take it. */
  leased_until: Generated<number>;
  answer: string | null;
  answered_at: number | null;
};
