import type { Config } from '../../config.ts';
import type { Command } from '../../core/command.ts';
import type { Log } from '../../core/log.ts';
import type { SearchLogs } from '../../core/logged-certificate.ts';
import type { Diagnose } from '../../core/services.ts';
import type { Store } from '../../core/store/store.ts';
import type { InspectToken } from '../../core/token-report.ts';
import type { Reaching } from '../../diagnose/diagnose.ts';
import type { AskOthers } from '../../monitor/looking/agreement.ts';
import type { Network } from '../../net/network.ts';
import type { KnownKeys } from '../../pki/known-keys/known-keys.ts';
import type { TrustStore } from '../../pki/trust/trust-store.ts';
import type { Vantage } from '../../probes/vantage/vantage.ts';
import type { RulesNow } from '../gate/access-file.ts';
import type { AuditWriter } from '../gate/audit-writer.ts';
import type { Limits } from '../gate/limits.ts';
import type { CommandHooks } from './command-hooks.ts';

/** What the services of commands are made of. */
export type CommandWorld = {
  readonly config: Config;
  readonly log: Log;
  readonly now: () => Date;
  readonly diagnose: Diagnose;
  /** What other places see, before an alarm that has to be seen from several. */
  readonly askOthers: AskOthers;
  /** Null: CT_SEARCH_URL is not set. */
  readonly searchLogs: SearchLogs | null;
  store(): Promise<Store>;
  readonly auditWriter: AuditWriter;
  readonly limits: Limits;
  readonly network: Network;
  readonly vantage: Vantage;
  readonly trust: TrustStore;
  readonly knownKeys: KnownKeys;
  readonly inspectToken: InspectToken;
  /** Null where none was made yet: asking makes none. */
  readonly storeIfAny: () => Promise<Store | null>;
  readonly rules: RulesNow;
  readonly reaching: Reaching;
  readonly hooks: CommandHooks;
  readonly commands: readonly Command[];
};
