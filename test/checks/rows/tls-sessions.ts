import { daysFromNow, leafWith } from '../../support/facts/certificate-facts.ts';
import type { RuleRow } from '../../support/facts/judging.ts';
import {
  chainFacts,
  completed,
  healthyFacts,
  httpFacts,
  ip,
  tlsFacts,
} from '../../support/facts/probe-facts.ts';

const other = '192.0.2.8';
const tls12 = { protocol: 'TLSv1.2', cipher: 'TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256' };
const staticRsa = { protocol: 'TLSv1.2', cipher: 'TLS_RSA_WITH_AES_128_GCM_SHA256', group: null };
const agreed = (changes: Parameters<typeof completed>[0]) => ({
  tls: tlsFacts({ [ip]: completed(changes) }),
});

const fresh = leafWith();
const old = leafWith({ notBefore: daysFromNow(-80), notAfter: daysFromNow(10) });
const twoLeaves = (one: typeof fresh, another: typeof fresh) => ({
  tls: tlsFacts({ [ip]: completed({ chain: [one] }), [other]: completed({ chain: [another] }) }),
  chain: chainFacts(
    { leaf: one, addresses: [`${ip}:443`] },
    { leaf: another, addresses: [`${other}:443`], renewal: another === old ? 'overdue' : 'ok' },
  ),
});
const requested = (rejected: boolean) => ({
  requested: true,
  authorities: ['CN=Client CA'],
  rejectedWith: rejected ? { number: 116, name: 'certificate_required' } : null,
});

export const rows: readonly RuleRow[] = [
  {
    id: 'tls/client-certificate-required',
    when: 'TLS 1.3 refuses after the handshake',
    facts: agreed({ clientCertificate: requested(true) }),
    title: /certificate_required \(alert 116\)/,
    evidence: ['accepts certificates of: CN=Client CA'],
    reproduce: 'openssl s_client -connect 192.0.2.7:443',
    severity: 'fatal',
    silentWhen: 'it is optional',
    silent: agreed({ clientCertificate: requested(false) }),
  },
  {
    id: 'tls/client-certificate-required',
    when: 'nginx answers 400 for want of one',
    facts: { ...agreed({ clientCertificate: requested(false) }), http: httpFacts([{ status: 400 }]) },
    title: /HTTP 400/,
    reproduce: 'openssl',
    severity: 'fatal',
    silentWhen: 'nobody asked for one',
    silent: { ...agreed({}), http: httpFacts([{ status: 400 }]) },
  },
  {
    id: 'tls/weak-dh',
    when: 'a small group is negotiated',
    facts: agreed({ ...tls12, group: 'DH', groupBits: 1024 }),
    title: /only 1024 bits/,
    reproduce: '-cipher DHE',
    severity: 'warning',
    silentWhen: 'the group has 2048 bits',
    silent: agreed({ ...tls12, group: 'DH', groupBits: 2048 }),
  },
  {
    id: 'tls/no-certificate',
    when: 'the cipher is anonymous',
    facts: agreed({ chain: [] }),
    title: /shows no certificate/,
    reproduce: 'openssl',
    severity: 'fatal',
    silentWhen: 'there is one that cannot be read',
    silent: agreed({ chain: [], unreadable: [{ position: 0, problem: 'is cut off' }] }),
  },
  {
    id: 'tls/legacy-protocol',
    when: 'TLS 1.1 is the best',
    facts: agreed({ protocol: 'TLSv1.1', cipher: 'TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA' }),
    title: /TLSv1\.1, which is obsolete/,
    evidence: ['protocol: TLSv1.1'],
    reproduce: 'openssl',
    severity: 'error',
    silentWhen: 'TLS 1.2 is spoken',
    silent: agreed(tls12),
  },
  {
    id: 'tls/no-tls13',
    when: 'TLS 1.2 is the best',
    facts: agreed(tls12),
    title: /does not speak TLS 1\.3/,
    reproduce: 'openssl',
    severity: 'notice',
    silentWhen: 'TLS 1.3 is spoken',
    silent: healthyFacts,
  },
  {
    id: 'tls/no-forward-secrecy',
    when: 'the key exchange is static RSA',
    facts: agreed(staticRsa),
    title: /no forward secrecy \(TLS_RSA_WITH_AES_128_GCM_SHA256\)/,
    evidence: ['key exchange: RSA key transport'],
    reproduce: 'openssl',
    severity: 'warning',
    silentWhen: 'it is ECDHE',
    silent: agreed(tls12),
  },
  {
    id: 'tls/no-forward-secrecy',
    when: 'OpenSSL names the cipher',
    facts: agreed({ ...staticRsa, cipher: 'AES128-SHA' }),
    title: /AES128-SHA/,
    reproduce: 'openssl',
    severity: 'warning',
    silentWhen: 'OpenSSL names an ECDHE one',
    silent: agreed({ ...tls12, cipher: 'ECDHE-RSA-AES128-SHA' }),
  },
  {
    id: 'tls/weak-cipher',
    when: 'CBC is the best',
    facts: agreed({ ...tls12, cipher: 'TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA' }),
    title: /TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA \(CBC\)/,
    reproduce: 'openssl',
    severity: 'warning',
    silentWhen: 'ChaCha20 is used',
    silent: agreed({ ...tls12, cipher: 'TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256' }),
  },
  {
    id: 'tls/weak-cipher',
    when: '3DES is the best',
    facts: agreed({ ...tls12, cipher: 'TLS_ECDHE_RSA_WITH_3DES_EDE_CBC_SHA' }),
    title: /\(3DES\)/,
    reproduce: 'openssl',
    severity: 'warning',
    silentWhen: 'TLS 1.3 is spoken',
    silent: healthyFacts,
  },
  {
    id: 'tls/addresses-differ',
    when: 'one address still serves the old certificate',
    facts: twoLeaves(fresh, old),
    title: /1 of 2 addresses still serves the old certificate/,
    evidence: ['192.0.2.8:443: notAfter Fri 4 Dec 2026', '192.0.2.7:443: notAfter Tue 2 Feb 2027'],
    reproduce: '-connect 192.0.2.8:443',
    severity: 'error',
    silentWhen: 'all serve the same',
    silent: twoLeaves(fresh, fresh),
  },
  {
    id: 'tls/addresses-differ',
    when: 'two regions have certificates of their own, both fine',
    facts: twoLeaves(fresh, leafWith({ notAfter: daysFromNow(75) })),
    title: /2 different certificates/,
    reproduce: 'openssl x509 -noout -dates',
    severity: 'notice',
    silentWhen: 'only one address was seen',
    silent: healthyFacts,
  },
  {
    id: 'tls/addresses-differ',
    when: 'the old certificate was replaced early and has long to go',
    facts: twoLeaves(
      leafWith({ notBefore: daysFromNow(-1), notAfter: daysFromNow(89) }),
      leafWith({ notBefore: daysFromNow(-55), notAfter: daysFromNow(35) }),
    ),
    title: /1 of 2 addresses still serves the old certificate/,
    reproduce: '-connect 192.0.2.8:443',
    severity: 'error',
    silentWhen: 'no handshake completed',
    silent: { tls: tlsFacts({}) },
  },
];
