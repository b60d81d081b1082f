import type { Scheme } from '../../../core/target/schemes.ts';

/** How TLS is switched on where it begins in the clear, by the programs people run. */
const fixes: Partial<Readonly<Record<Scheme, string>>> = {
  smtp: 'Postfix: smtpd_tls_chain_files = /path/key.pem, /path/fullchain.pem and smtpd_tls_security_level = may. Exim: tls_advertise_hosts = *, tls_certificate and tls_privatekey. Exchange: Enable-ExchangeCertificate -Services SMTP.',
  imap: 'Dovecot: ssl = yes (required to forbid plain logins) with ssl_cert = </path/fullchain.pem and ssl_key = </path/key.pem (2.4: ssl_server_cert_file, ssl_server_key_file). Cyrus: tls_server_cert and tls_server_key.',
  pop3: 'Dovecot: ssl = yes with ssl_cert = </path/fullchain.pem and ssl_key = </path/key.pem (2.4: ssl_server_cert_file, ssl_server_key_file). Cyrus: tls_server_cert and tls_server_key.',
  ldap: 'OpenLDAP: olcTLSCertificateFile and olcTLSCertificateKeyFile in cn=config, readable for the user of slapd. 389 DS: dsconf ... security enable. Active Directory: a certificate with serverAuth and the name of the domain controller in its personal store.',
  ftp: 'vsftpd: ssl_enable=YES with rsa_cert_file and rsa_private_key_file. ProFTPD: TLSEngine on in mod_tls. Pure-FTPd: TLS 1. FileZilla Server: explicit FTP over TLS in the listener.',
  xmpp: 'Prosody: prosodyctl --root cert import HOST /path, and "tls" in modules_enabled. ejabberd: starttls: true in the listener and the files under certfiles.',
  'xmpp-server':
    'Prosody: prosodyctl --root cert import HOST /path, "tls" in modules_enabled and s2s_require_encryption = true. ejabberd: s2s_use_starttls: required and the files under certfiles.',
  postgres:
    'ssl = on with ssl_cert_file and ssl_key_file (mode 0600) in postgresql.conf, then reload; hostssl lines in pg_hba.conf make it binding. PgBouncer: client_tls_sslmode = prefer with client_tls_cert_file and client_tls_key_file.',
  mysql:
    "ssl_cert and ssl_key under [mysqld], readable for the server, and no skip-ssl; then ALTER INSTANCE RELOAD TLS or restart. SHOW STATUS LIKE 'Ssl_server_not_after' is empty while the files could not be loaded. A proxy (ProxySQL, MaxScale) needs TLS of its own.",
};

export function switchTlsOn(scheme: Scheme): string {
  return fixes[scheme] ?? 'Switch TLS on in the configuration of the server and load a certificate for it.';
}
