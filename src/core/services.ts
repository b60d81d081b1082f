import type { Gate } from './access/gate.ts';
import type { Reach } from './access/reach.ts';
import type { Calendars } from './calendar/feed.ts';
import type { CommandPage } from './command-page.ts';
import type { Depth, Wish } from './depth.ts';
import type { Diagnosis } from './diagnosis.ts';
import type { Directory } from './directory.ts';
import type { FindingPage } from './finding.ts';
import type { Webhooks } from './hook/webhooks.ts';
import type { Message, OfferedFile } from './message.ts';
import type { Suggestion, SuggestionKind } from './option.ts';
import type { EndpointPast, EndpointStanding } from './past/endpoint-past.ts';
import type { Caller, Mention, Place } from './people.ts';
import type { AnyProbe, ProbeResult } from './probe.ts';
import type { Target } from './target.ts';
import type { TlsGrade } from './tls-grade.ts';
import type { InspectToken } from './token-report.ts';
import type { VantageReport } from './vantage/vantage.ts';
import type { Vantages } from './vantages/vantages.ts';
import type { Incident, ToldEndpoint } from './watch/alarm/incident.ts';
import type { AuditEntry, AuditQuery, KeptEntry } from './watch/audit.ts';
import type { BreakerState } from './watch/breaker.ts';
import type { CanaryResult } from './watch/canary.ts';
import type { DigestSchedule } from './watch/digest.ts';
import type { Endpoint, EndpointChange, NewEndpoint, WatchRow } from './watch/endpoint.ts';
import type { Follow } from './watch/follow.ts';
import type { Home, HomeAsked } from './watch/home.ts';
import type { Amendment, Import, ListPlan, WantedEndpoint } from './watch/lists/brought.ts';
import type { Drift } from './watch/lists/declared.ts';
import type { ListFormat, ListProblem, ReadList } from './watch/lists/listed.ts';
import type { Scope } from './watch/policy/policy.ts';
import type { WatchRule } from './watch/policy/rule.ts';
import type { RenewalReport } from './watch/renewal/renewal-report.ts';

export type DiagnoseOptions = {
  readonly depth: Depth;
  /** Nothing beyond the usual ladder unless given. */
  readonly wishes?: readonly Wish[];
  readonly signal: AbortSignal;
  /** On whose behalf; left out: nothing is reached but what everybody may reach. */
  readonly reach?: Reach;
  /** Told by a probe that takes long: its name and what it found just now, in a few words. */
  onProgress?(probe: string, words: string): void;
  /** Called as each probe ends, in the order of ending, so that layers can tick off. */
  onResult?(result: ProbeResult, soFar: readonly ProbeResult[]): void;
};

export type Diagnose = (target: Target, options: DiagnoseOptions) => Promise<Diagnosis>;

export type Renewals = {
  /** What stands in the way of the next certificates of a target, and whether newer ones are there already. */
  lookAhead(
    target: Target,
    options: Pick<DiagnoseOptions, 'signal' | 'onResult' | 'reach'>,
  ): Promise<RenewalReport>;
};

export type WatchList = {
  /** Null when that target (and address) is watched already. */
  add(endpoint: NewEndpoint): Promise<Endpoint | null>;
  find(target: Target): Promise<Endpoint | null>;
  change(id: string, change: EndpointChange): Promise<Endpoint | null>;
  /** Those of them that are watched, all at once, so that their alarms are told once. */
  changeAll(ids: readonly string[], change: EndpointChange): Promise<readonly Endpoint[]>;
  /** False when there was none. */
  remove(id: string): Promise<boolean>;
  /** Soonest notAfter first; those never seen last. */
  list(): Promise<readonly WatchRow[]>;
  /** The whole list by ids, a part at a time. */
  batches(): AsyncIterable<readonly WatchRow[]>;
  /** Looks once now, saves what was seen, and pings as a scheduled look would. What is doubtful is looked at twice. */
  look(endpoint: Endpoint, signal: AbortSignal, onResult?: DiagnoseOptions['onResult']): Promise<Diagnosis>;
};

/** What people do about an alarm. */
export type Deed =
  | { readonly kind: 'acknowledge'; readonly until: Date | null; readonly reason: string | null }
  | { readonly kind: 'release' }
  | { readonly kind: 'snooze'; readonly until: Date }
  | { readonly kind: 'reassign'; readonly owners: readonly Mention[] }
  | { readonly kind: 'recheck' };

/** What looking again at every endpoint of an alarm found. */
export type RecheckReport = {
  readonly healthy: readonly ToldEndpoint[];
  /** Those that have it still. */
  readonly still: readonly ToldEndpoint[];
  /** Those that told nothing about it this time, and why; as far as is known they have it still. */
  readonly unseen: readonly { readonly endpoint: ToldEndpoint; readonly reason: string }[];
};

/** `over`: the incident has ended already; `unchanged`: it was so before. Neither is said to anybody else. */
export type DeedOutcome =
  | { readonly kind: 'done'; readonly incident: Incident; readonly report?: RecheckReport }
  | { readonly kind: 'over'; readonly incident: Incident }
  | { readonly kind: 'unchanged'; readonly incident: Incident }
  | { readonly kind: 'unknown' };

export type DeedOptions = {
  readonly signal: AbortSignal;
  /** How many of how many endpoints a recheck has looked at. */
  onProgress?(looked: number, of: number): void;
};

export type Alarms = {
  /** By its id, or the beginning of that of an open one of a place (null: of all); UserError when several begin so. */
  find(id: string, place: Place | null): Promise<Incident | null>;
  /** Open ones of a place, the oldest first; null: of all. */
  open(place: Place | null): Promise<readonly Incident[]>;
  /** Does it, says it in the thread, rewrites the head and keeps it in the audit log, once however often it is asked. */
  act(id: string, by: Mention, deed: Deed, options: DeedOptions): Promise<DeedOutcome>;
  /** Who did what about it, newest first. */
  history(id: string, limit: number): Promise<readonly AuditEntry[]>;
};

export type AuditLog = {
  note(entry: Omit<AuditEntry, 'at'>): Promise<void>;
  /** Newest first; of one thing when `to` is given. */
  list(limit: number, to?: string): Promise<readonly AuditEntry[]>;
  find(query: AuditQuery): Promise<readonly KeptEntry[]>;
};

export type RuleChange = {
  readonly owners?: WatchRule['owners'];
  readonly policy?: WatchRule['policy'];
};

export type Rules = {
  list(): Promise<readonly WatchRule[]>;
  /**
   * Changes what is given of the rule of a scope, and removes a rule that says nothing any more. Kept in the audit log.
   * Returns the rule as it was: null where there was none.
   */
  change(scope: Scope, change: RuleChange, by: Mention): Promise<WatchRule | null>;
};

export type NewFollow = Pick<Follow, 'target' | 'place' | 'by' | 'everyMs'> & { readonly forMs: number };

/** `same`: it is followed there already; the others: as many are followed as may be, there, by one person, or in all. */
export type FollowOutcome =
  | { readonly kind: 'started'; readonly follow: Follow }
  | { readonly kind: 'same' | 'place-full' | 'full' }
  /** With what that person follows, wherever. */
  | { readonly kind: 'person-full'; readonly theirs: readonly Follow[] };

export type Follows = {
  start(follow: NewFollow): Promise<FollowOutcome>;
  /** Those of a place that have not ended, the oldest first. */
  running(place: Place): Promise<readonly Follow[]>;
  find(id: string): Promise<Follow | null>;
  /** Null when there is none; one that had ended comes back as it was. */
  stop(id: string, by: Mention): Promise<{ readonly follow: Follow; readonly stopped: boolean } | null>;
  /** Follows in this very process until its end or the signal: what would be said, as it comes; the last is the summary. */
  here(follow: NewFollow, signal: AbortSignal): AsyncIterable<Message>;
};

export type PastServices = {
  /** What is known of a watched endpoint from `since` on. */
  of(endpoint: Endpoint, since: Date): Promise<EndpointPast>;
  /** How every watched endpoint stands, in no order. */
  all(since: Date): Promise<readonly EndpointStanding[]>;
  /** An SVG of ours as PNG; null, and logged, where this machine cannot draw. */
  draw(svg: string): Promise<Uint8Array | null>;
};

export type Lists = {
  /** UserError where it is no list at all, or too large. */
  read(bytes: Uint8Array, name: string, format: ListFormat | null): Promise<ReadList>;
  /** Says what it would do, and keeps it under an id. `usual`: for entries that say nothing of it themselves. */
  attempt(list: ReadList, given: ListGiven): Promise<{ readonly brought: Import; readonly plan: ListPlan }>;
  /** `isBounded`: as `ListGiven` has it. UserError where it would be more than may be watched by now. */
  apply(id: string, by: Mention, isBounded?: boolean): Promise<ImportOutcome>;
  /** Takes back what an import did: exactly that. */
  undo(id: string, by: Mention): Promise<ImportOutcome>;
  /** All that is watched, as a file that can be imported again. */
  write(format: ListFormat): Promise<OfferedFile>;
  /** Null: nothing is declared in a file. */
  drift(): Promise<Drift | null>;
  /** Makes the file's endpoints as the file says. */
  settleDrift(caller: Caller, directory: Directory): Promise<Amendment>;
  /** The entries that were refused, with the reasons, to be mended and imported again; null: none can be handed back. */
  mend(list: ReadList, problems: readonly ListProblem[]): Promise<OfferedFile | null>;
};

export type ListGiven = {
  readonly name: string;
  readonly caller: Caller;
  readonly directory: Directory;
  readonly home: Place;
  readonly usual: Pick<WantedEndpoint, 'owners' | 'labels'>;
  /** UserError where the caller may not give anything into the hands of that place; left out: they may. */
  readonly mayGiveTo?: (home: Place) => Promise<void>;
  /** Whether the caller may bring no more than WATCH_PER_HOST and WATCH_PER_PERSON; left out: any number. */
  readonly isBounded?: boolean;
};

/** `stale`: it was done, or undone, before. */
export type ImportOutcome =
  | { readonly kind: 'done'; readonly brought: Import }
  | { readonly kind: 'stale'; readonly brought: Import }
  | { readonly kind: 'unknown' };

export type Digests = {
  get(place: Place): Promise<DigestSchedule | null>;
  set(schedule: DigestSchedule): Promise<void>;
  /** False when there was none. */
  remove(place: Place): Promise<boolean>;
  /** What was typed as it is kept; UserError when it is no cron, comes too often or never. */
  readCron(typed: string): string;
  /** The next times it comes, fewer when it ends. */
  upcoming(times: Pick<DigestSchedule, 'cron' | 'zone'>, count: number): readonly Date[];
  /** Looks again at what is due, then words the digest; `all` rows of it or the first few of each kind. */
  compose(place: Place, zone: string | null, signal: AbortSignal, rows?: 'few' | 'all'): Promise<Message>;
};

/** The doubt about ourselves that holds back troubles when much of the fleet becomes worse at once. */
export type Breaker = {
  state(): Promise<BreakerState>;
  /** It is real: troubles are told again. `since` names the time that is meant; false: it was over. */
  overrule(by: Mention, since: Date | null): Promise<boolean>;
};

/** The closer look behind an answer, kept for a month. */
export type AnswerDetails = {
  /** Returns the id that /details takes. */
  keep(details: Message): Promise<string>;
  find(id: string): Promise<Message | null>;
};

/** What a command has to know of a report on a file; its view knows the rest. */
export type FileRecord = {
  readonly privateKeySeen: boolean;
  readonly locked: readonly { readonly reason: string }[];
};

export type ReadFileOptions = { readonly password: string | null; readonly signal: AbortSignal };

/** Everything a command may use. */
export type CommandServices = {
  /** What is asked before anything runs. */
  readonly gate: Gate<CommandServices>;
  readonly now: () => Date;
  /** The server's own zone, for readers whose zone is not known. */
  readonly zone: string;
  readonly diagnose: Diagnose;
  /** Probes in the order of descent: the rungs a waiting ladder shows. */
  readonly ladder: readonly AnyProbe[];
  readonly pages: readonly FindingPage[];
  /** Names of the client certificates there are to show. */
  readonly clientNames: readonly string[];
  /** Tells what stands in a file, and judges it; never more of a private key than its public half. */
  readonly readCertificates: (bytes: Uint8Array, options: ReadFileOptions) => Promise<FileRecord>;
  /** Looks at this machine's own connection from link to clock. */
  readonly renewals: Renewals;
  readonly inspectVantage: (signal: AbortSignal) => Promise<VantageReport>;
  /** Other places that can be asked what they see. */
  readonly vantages: Vantages;
  /** How the bot's own daily test ended last; null: it has not run yet. */
  readonly lastCanary: () => Promise<CanaryResult | 'off' | null>;
  /** The grade of each address that a TLS scan looked at; none without a scan. */
  readonly gradeTls: (diagnosis: Diagnosis) => readonly TlsGrade[];
  /** Says why a resource server refuses a token; it goes to nobody but the issuer's own introspection. */
  readonly inspectToken: InspectToken;
  readonly watchList: WatchList;
  readonly alarms: Alarms;
  readonly rules: Rules;
  readonly audit: AuditLog;
  readonly digests: Digests;
  readonly follows: Follows;
  readonly breaker: Breaker;
  readonly past: PastServices;
  readonly lists: Lists;
  readonly webhooks: Webhooks;
  readonly calendars: Calendars;
  readonly directory: Directory;
  readonly details: AnswerDetails;
  /** What one person has to do with. */
  readonly homeOf: (asked: HomeAsked) => Promise<Home>;
  /** What a person who typed this far may mean, the likeliest first. Never rejects: a store that fails suggests nothing. */
  readonly suggest: (kind: SuggestionKind, typed: string, limit: number) => Promise<readonly Suggestion[]>;
  /** The commands there are, for `/help`. */
  readonly commandPages: () => readonly CommandPage[];
};
