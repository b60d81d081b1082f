import type { Scheme } from '../../core/target/schemes.ts';
import { ftpUpgrade } from './ftp.ts';
import { imapUpgrade } from './imap.ts';
import { ldapUpgrade } from './ldap.ts';
import { mysqlUpgrade } from './mysql.ts';
import { pop3Upgrade } from './pop3.ts';
import { postgresUpgrade } from './postgres.ts';
import type { UpgradeProtocol } from './protocol.ts';
import { smtpUpgrade } from './smtp.ts';
import { xmppServerUpgrade, xmppUpgrade } from './xmpp.ts';

/** Every protocol that begins in the clear: one file each. */
export const upgradeProtocols: readonly UpgradeProtocol[] = [
  smtpUpgrade,
  imapUpgrade,
  pop3Upgrade,
  ldapUpgrade,
  ftpUpgrade,
  xmppUpgrade,
  xmppServerUpgrade,
  postgresUpgrade,
  mysqlUpgrade,
];

/** Null for a scheme whose TLS begins with the first byte, and for one that has none. */
export function upgradeProtocolOf(scheme: Scheme): UpgradeProtocol | null {
  return upgradeProtocols.find((protocol) => protocol.scheme === scheme) ?? null;
}
