import type { Certificate } from '../../../src/pki/certificate/certificate.ts';
import type { TlsAddress, TlsFacts } from '../../../src/probes/tls/tls-facts.ts';
import { daysFromNow, leafWith, nameOf } from '../../support/facts/certificate-facts.ts';
import type { RuleRow } from '../../support/facts/judging.ts';
import {
  completed,
  failed,
  healthyFacts,
  hopOf,
  httpFacts,
  ip,
  tlsFacts,
} from '../../support/facts/probe-facts.ts';

const good = leafWith({
  subject: nameOf('payments'),
  issuer: nameOf('Clients'),
  extendedKeyUsage: ['clientAuth'],
});

function showing(handshake: TlsAddress['handshake'], certificate: Certificate | null = good): TlsFacts {
  return { ...tlsFacts({ [ip]: handshake }), client: { name: 'payments', certificate } };
}

type Alert = { readonly number: number; readonly name: string } | null;

function asked(
  rejectedWith: Alert,
  authorities: readonly string[] = ['CN=Clients'],
): TlsAddress['handshake'] {
  return completed({ clientCertificate: { requested: true, authorities, rejectedWith } });
}

const unknownCa = { number: 48, name: 'unknown_ca' };
const revoked = { number: 44, name: 'certificate_revoked' };
const over = { ...good, notAfter: daysFromNow(-1) };
const forServers = { ...good, extendedKeyUsage: ['serverAuth'] };
const command = 'openssl s_client -connect 192.0.2.7:443 -servername api.example.org -cert client.pem';

export const rows: readonly RuleRow[] = [
  {
    id: 'tls/client-certificate-rejected',
    when: 'the server does not know the issuer it names',
    facts: { tls: showing(asked(unknownCa)) },
    title: /refuses the client certificate payments \(unknown_ca \(alert 48\)\)/,
    evidence: [
      'shown certificate: CN=payments',
      'issued by: CN=Clients',
      'accepts certificates of: CN=Clients',
    ],
    reproduce: command,
    severity: 'fatal',
    silentWhen: 'it has expired',
    silent: { tls: showing(asked(unknownCa), over) },
  },
  {
    id: 'tls/client-certificate-rejected',
    when: 'TLS 1.2 refuses inside the handshake',
    facts: {
      tls: showing(failed('alert', { alert: revoked, sawServerHello: true, sawCertificateRequest: true })),
    },
    title: /certificate_revoked \(alert 44\)/,
    reproduce: command,
    severity: 'fatal',
    silentWhen: 'it is content',
    silent: { tls: showing(asked(null)) },
  },
  {
    id: 'tls/client-certificate-rejected',
    when: 'nginx answers 400 over it',
    facts: {
      tls: showing(asked(null)),
      http: httpFacts([hopOf({ status: 400, errorText: '<center>The SSL certificate error</center>' })]),
    },
    title: /\(HTTP 400\)/,
    reproduce: command,
    severity: 'fatal',
    silentWhen: 'a 400 is about something else',
    silent: {
      tls: showing(asked(null)),
      http: httpFacts([hopOf({ status: 400, errorText: 'missing parameter' })]),
    },
  },
  {
    id: 'tls/client-certificate-required',
    when: 'none was shown and TLS 1.3 says so',
    facts: { tls: tlsFacts({ [ip]: asked({ number: 116, name: 'certificate_required' }) }) },
    title: /demands a client certificate/,
    reproduce: 'openssl s_client',
    severity: 'fatal',
    silentWhen: 'one was shown',
    silent: { tls: showing(asked(unknownCa)) },
  },
  {
    id: 'tls/client-certificate-expired',
    when: 'it is refused',
    facts: { tls: showing(asked({ number: 45, name: 'certificate_expired' }), over) },
    title: /The client certificate payments expired at/,
    evidence: ['refused with: certificate_expired (alert 45)'],
    reproduce: command,
    severity: 'fatal',
    silentWhen: 'none was asked for',
    silent: { tls: showing(completed(), over) },
  },
  {
    id: 'tls/client-certificate-expired',
    when: 'it is taken all the same',
    facts: { tls: showing(asked(null), over) },
    title: /takes it all the same/,
    reproduce: null,
    severity: 'warning',
    silentWhen: 'its dates are fine',
    silent: { tls: showing(asked(null)) },
  },
  {
    id: 'tls/client-certificate-eku',
    when: 'it is refused',
    facts: { tls: showing(asked({ number: 43, name: 'unsupported_certificate' }), forServers) },
    title: /payments is for serverAuth, not for clients/,
    evidence: ['wanted: clientAuth'],
    reproduce: command,
    severity: 'fatal',
    silentWhen: 'no purpose is named at all',
    silent: { tls: showing(asked(unknownCa), { ...good, extendedKeyUsage: null }) },
  },
  {
    id: 'tls/client-certificate-eku',
    when: 'the server does not look at it',
    facts: { tls: showing(asked(null), forServers) },
    title: /takes it all the same/,
    reproduce: null,
    severity: 'notice',
    silentWhen: 'it is for clients',
    silent: { tls: showing(asked(null)) },
  },
  {
    id: 'tls/client-certificate-unused',
    when: 'the server did not ask',
    facts: { tls: showing(completed()) },
    title: /payments was not used/,
    reproduce: null,
    severity: 'notice',
    silentWhen: 'it asked',
    silent: { tls: showing(asked(null)) },
  },
  {
    id: 'tls/client-certificate-ending',
    when: 'a third of its life is left',
    facts: {
      tls: showing(asked(null), { ...good, notBefore: daysFromNow(-80), notAfter: daysFromNow(10) }),
    },
    title: /The client certificate payments ends at/,
    reproduce: null,
    severity: 'notice',
    silentWhen: 'more is left',
    silent: { tls: showing(asked(null)) },
  },
  {
    id: 'target/client-unknown',
    when: 'there is no such profile',
    facts: { tls: { serverName: null, addresses: [], client: { name: 'payments', certificate: null } } },
    title: /CLIENT_CERT_PAYMENTS is not set here/,
    reproduce: null,
    severity: 'error',
    silentWhen: 'none is wanted',
    silent: healthyFacts,
  },
];
