import type { DoctorCheck } from '../check.ts';
import { clockCheck } from './clock.ts';
import { configurationCheck } from './configuration.ts';
import { connectionCheck } from './connection.ts';
import { databaseCheck } from './database.ts';
import { discordCheck } from './discord.ts';
import { diskCheck } from './disk.ts';
import { filesCheck } from './files.ts';
import { outboxCheck } from './outbox.ts';
import { policyCheck } from './policy.ts';
import { programCheck } from './program.ts';
import { programsCheck } from './programs.ts';
import { slackCheck } from './slack.ts';
import { trustCheck } from './trust.ts';
import { watchingCheck } from './watching.ts';
import { webhooksCheck } from './webhooks.ts';

/** Everything `notafter doctor` looks at, in the order in which it is told. */
export const doctorChecks: readonly DoctorCheck[] = [
  configurationCheck,
  programCheck,
  filesCheck,
  diskCheck,
  databaseCheck,
  watchingCheck,
  outboxCheck,
  connectionCheck,
  clockCheck,
  trustCheck,
  policyCheck,
  programsCheck,
  slackCheck,
  discordCheck,
  webhooksCheck,
];
