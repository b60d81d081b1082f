import type { Command } from '../src/core/command.ts';
import { alarm } from './alarm.ts';
import { audit } from './audit.ts';
import { breaker } from './breaker.ts';
import { calendar } from './calendar.ts';
import { cert } from './cert.ts';
import { check } from './check.ts';
import { details } from './details.ts';
import { digest } from './digest.ts';
import { dns } from './dns.ts';
import { expiry } from './expiry.ts';
import { explain } from './explain.ts';
import { follow } from './follow.ts';
import { help } from './help.ts';
import { history } from './history.ts';
import { renewal } from './renewal.ts';
import { tls } from './tls.ts';
import { token } from './token.ts';
import { vantage } from './vantage.ts';
import { watch } from './watch.ts';
import { webhook } from './webhook.ts';

/** Every command, in the order of `/help`. */
export const commands: readonly Command[] = [
  check,
  cert,
  tls,
  renewal,
  dns,
  token,
  follow,
  watch,
  alarm,
  expiry,
  history,
  digest,
  vantage,
  breaker,
  calendar,
  webhook,
  audit,
  explain,
  details,
  help,
];
