import { parseTarget } from '../../../src/core/target.ts';
import type { TlsAddress, TlsFacts } from '../../../src/probes/tls/tls-facts.ts';
import type { RuleRow } from '../../support/facts/judging.ts';
import { allowed, completed, healthyFacts, ip, tcpFacts, tlsFacts } from '../../support/facts/probe-facts.ts';

type Failure = Extract<TlsAddress['handshake'], { readonly kind: 'not-upgraded' }>['failure'];

const other = '192.0.2.8';
const smtp = parseTarget('smtp://mail.example.org:443');
const said = [
  { by: 'server', text: '220 mail.example.org ESMTP' },
  { by: 'client', text: 'EHLO [192.0.2.1]' },
] as const;

function stopped(how: Failure['how'], changes: Partial<Failure> = {}): TlsAddress['handshake'] {
  return {
    kind: 'not-upgraded',
    failure: {
      protocol: 'SMTP',
      asked: 'STARTTLS',
      citation: 'RFC 3207 §4',
      said,
      firstBytes: Buffer.from('220 '),
      itsTurn: false,
      how,
      ...changes,
    },
  };
}

const missing = (...offers: readonly string[]) => stopped({ kind: 'not-offered', offers, text: null });
const at = (handshake: TlsAddress['handshake']) => ({ tls: tlsFacts({ [ip]: handshake }) });

function upgraded(early: string): TlsFacts {
  const upgrade = { protocol: 'SMTP', asked: 'STARTTLS', citation: 'RFC 3207 §4', said };
  return {
    serverName: 'mail.example.org',
    addresses: [
      {
        address: allowed(ip),
        elapsedMs: 1,
        upgrade: { ...upgrade, early: Buffer.from(early) },
        handshake: completed(),
      },
    ],
  };
}

const exchanges = (...hosts: readonly string[]) => ({
  'mail-exchange': { name: 'example.org', exchanges: hosts.map((host) => ({ preference: 10, host })) },
});

export const rows: readonly RuleRow[] = [
  {
    id: 'dns/mail-elsewhere',
    when: 'the MX records lead to another host',
    facts: exchanges('mx1.example.org', 'mx2.example.org'),
    title: /The mail of example\.org goes to mx1\.example\.org: check smtp:\/\/mx1\.example\.org/,
    evidence: ['MX: 10 mx1.example.org, 10 mx2.example.org'],
    reproduce: 'dig example.org MX',
    severity: 'notice',
    silentWhen: 'they lead to itself',
    silent: exchanges('example.org'),
  },
  {
    id: 'tls/starttls-missing',
    when: 'a mail server does not offer it',
    target: smtp,
    facts: at(missing('SIZE 1000', 'HELP')),
    title: /SMTP at 192\.0\.2\.7:443 offers no STARTTLS/,
    evidence: ['offers: SIZE 1000, HELP', 'server said: 220 mail.example.org ESMTP'],
    reproduce: "printf 'EHLO client.invalid\\r\\n'; sleep 1;",
    severity: 'error',
    silentWhen: 'another address offers it',
    silent: { tls: tlsFacts({ [ip]: missing(), [other]: completed() }) },
  },
  {
    id: 'tls/starttls-missing',
    when: 'a database does not, and its clients go on without',
    target: parseTarget('postgres://db.example.org'),
    facts: at(
      stopped(
        { kind: 'not-offered', offers: [], text: 'N' },
        { protocol: 'PostgreSQL', asked: 'SSLRequest' },
      ),
    ),
    title: /PostgreSQL at .* offers no SSLRequest/,
    evidence: ['answer: N'],
    reproduce: "psql 'host=db.example.org hostaddr=192.0.2.7 port=443",
    severity: 'error',
    silentWhen: 'it refuses',
    silent: at(stopped({ kind: 'refused', text: 'no' })),
  },
  {
    id: 'tls/starttls-missing',
    when: 'XMPP does not, whose clients do not go on',
    target: parseTarget('xmpp://chat.example.org'),
    facts: at(missing('mechanisms')),
    title: /offers no/,
    reproduce: 'stream to="chat.example.org"',
    severity: 'fatal',
    silentWhen: 'the run ended first',
    silent: at(stopped({ kind: 'aborted' })),
  },
  {
    id: 'tls/starttls-refused',
    when: 'the certificate of the server could not be loaded',
    target: smtp,
    facts: at(stopped({ kind: 'refused', text: '454 4.7.0 TLS not available' })),
    title: /refuses STARTTLS: 454 4\.7\.0 TLS not available/,
    reproduce: "printf 'STARTTLS\\r\\n'; sleep 1; } | curl -sv -m 6 telnet://192.0.2.7:443",
    severity: 'error',
    silentWhen: 'it is not offered at all',
    silent: at(missing()),
  },
  {
    id: 'tls/turned-away',
    when: 'the greeting is a refusal',
    target: smtp,
    facts: at(stopped({ kind: 'turned-away', text: '421 4.3.2 too busy' })),
    title: /turns us away: 421 4\.3\.2 too busy/,
    reproduce: 'telnet://192.0.2.7:443',
    severity: 'fatal',
    silentWhen: 'it refuses STARTTLS only',
    silent: at(stopped({ kind: 'refused', text: '454 no' })),
  },
  {
    id: 'tls/turned-away',
    when: 'MySQL has no account for us',
    target: parseTarget('mysql://db.example.org'),
    facts: at(stopped({ kind: 'turned-away', text: "1130 Host 'x' is not allowed" }, { protocol: 'MySQL' })),
    title: /1130 Host/,
    reproduce: '{ sleep 1; } | curl -sv -m 6 telnet://192.0.2.7:443 | od -c',
    severity: 'fatal',
    silentWhen: 'all is well',
    silent: healthyFacts,
  },
  {
    id: 'tls/implicit-tls',
    when: 'TLS answers',
    target: smtp,
    facts: at(stopped({ kind: 'other-protocol', spoke: 'tls' }, { said: [] })),
    title: /speaks TLS at once/,
    reproduce: 'openssl s_client -connect 192.0.2.7:443 -servername mail.example.org',
    severity: 'fatal',
    silentWhen: 'HTTP answers',
    silent: at(stopped({ kind: 'other-protocol', spoke: 'http' })),
  },
  {
    id: 'tls/other-protocol',
    when: 'HTTP answers',
    target: smtp,
    facts: at(
      stopped(
        { kind: 'other-protocol', spoke: 'http' },
        { said: [], firstBytes: Buffer.from('HTTP/1.1 400') },
      ),
    ),
    title: /speaks HTTP, not SMTP/,
    evidence: ['first bytes: HTTP/1.1 400'],
    reproduce: 'curl',
    severity: 'fatal',
    silentWhen: 'TLS answers',
    silent: at(stopped({ kind: 'other-protocol', spoke: 'tls' })),
  },
  {
    id: 'tls/starttls-broken-off',
    when: 'there is no greeting',
    target: smtp,
    facts: at(stopped({ kind: 'timeout' }, { said: [], firstBytes: new Uint8Array(), itsTurn: true })),
    title: /accepts the connection and says nothing in SMTP/,
    reproduce: 'telnet://',
    severity: 'fatal',
    silentWhen: 'the connection is dropped before the greeting, which is about TCP',
    silent: {
      tcp: tcpFacts(),
      ...at(stopped({ kind: 'closed' }, { said: [], firstBytes: new Uint8Array(), itsTurn: true })),
    },
  },
  {
    id: 'tcp/reset-on-accept',
    when: 'a server that should greet hangs up',
    target: smtp,
    facts: {
      tcp: tcpFacts(),
      ...at(stopped({ kind: 'reset' }, { said: [], firstBytes: new Uint8Array(), itsTurn: true })),
    },
    title: /accepted and dropped at once/,
    reproduce: '192.0.2.7',
    severity: 'fatal',
    silentWhen: 'it hangs up later',
    silent: { tcp: tcpFacts(), ...at(stopped({ kind: 'closed' })) },
  },
  {
    id: 'tls/some-addresses-fail',
    when: 'one of two offers no STARTTLS',
    target: smtp,
    facts: { tls: tlsFacts({ [ip]: missing(), [other]: completed() }) },
    title: /1 of 2 addresses: 192\.0\.2\.7:443, offers no STARTTLS/,
    reproduce: '-starttls smtp',
    severity: 'error',
    silentWhen: 'both offer none',
    silent: { tls: tlsFacts({ [ip]: missing(), [other]: missing() }) },
  },
  {
    id: 'tls/starttls-injection',
    when: 'a line follows the go-ahead',
    target: smtp,
    facts: { tls: upgraded('250 ok\r\n') },
    title: /sends clear text after its go-ahead/,
    evidence: ['after the go-ahead: 250 ok'],
    reproduce: 'telnet://192.0.2.7:443',
    severity: 'warning',
    silentWhen: 'nothing follows',
    silent: { tls: upgraded('') },
  },
];
