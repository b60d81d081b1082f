import type { FarmServer } from './listener.ts';
import type { Clauses } from './starttls-behaviour.ts';
import { ldapScript, mysqlScript, postgresScript } from './starttls-binary.ts';
import { ftpScript, imapScript, pop3Script, smtpScript } from './starttls-lines.ts';
import { type Script, type StarttlsSettings, startStarttlsServer } from './starttls-server.ts';
import { xmppScript } from './starttls-xmpp.ts';

export const starttlsScripts = {
  smtp: smtpScript,
  imap: imapScript,
  pop3: pop3Script,
  ldap: ldapScript,
  ftp: ftpScript,
  xmpp: (clauses) => xmppScript(clauses),
  'xmpp-server': (clauses) => xmppScript(clauses, { kind: 'server' }),
  postgres: postgresScript,
  mysql: mysqlScript,
} as const satisfies Readonly<Record<string, (clauses: Clauses) => Script>>;

export type StarttlsScheme = keyof typeof starttlsScripts;

export const starttlsSchemes = Object.keys(starttlsScripts) as readonly StarttlsScheme[];

/** A stand-in for a server of that protocol, in that manner. */
export function startStarttls(
  scheme: StarttlsScheme,
  clauses: Clauses,
  settings: StarttlsSettings,
): Promise<FarmServer> {
  return startStarttlsServer(starttlsScripts[scheme](clauses), settings);
}
