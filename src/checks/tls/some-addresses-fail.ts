import { defineCheck } from '../../core/check.ts';
import { tlsProbe } from '../../probes/tls.ts';
import { opensslClient } from '../commands/openssl.ts';
import { evidence } from '../reading/evidence.ts';
import { happyEyeballsText, onlyIpv6Fails } from '../reading/tcp/ip-families.ts';
import { failedAddresses, sessionsOf } from '../reading/tls/failures.ts';
import { failureEvidence, failureText } from '../reading/tls/total.ts';
import { failedUpgrades, saidEvidence, upgradeText } from '../reading/tls/upgrades.ts';

export const someAddressesFail = defineCheck({
  id: 'tls/some-addresses-fail',
  severity: 'error',
  blame: 'target',
  title: 'TLS works at some addresses and fails at others',
  explanation:
    'DNS hands out all of these addresses, and a part of them cannot finish a TLS handshake. Clients are sent to one at random, and after a failed handshake they do not try the next: for users it is a fault that comes and goes.',
  fix: 'Compare the configuration of the failing machine with a working one (certificate, TLS settings, version), and take it out of DNS or the load balancer until it is mended.',
  citation: 'RFC 8305 §5',
  reads: { tls: tlsProbe },
  judge({ tls }, { target }) {
    const failed = [
      ...failedAddresses(tls).map(({ address, failure }) => ({
        address,
        text: failureText(failure),
        more: failureEvidence(failure),
        stalls: failure.kind === 'timeout',
      })),
      ...failedUpgrades(tls).map(({ address, failure }) => ({
        address,
        text: upgradeText(failure),
        more: saidEvidence(failure.said),
        stalls: false,
      })),
    ];
    const first = failed[0];
    const working = sessionsOf(tls);
    if (first === undefined || working.length === 0) return [];
    const total = failed.length + working.length;
    const ipv6 = onlyIpv6Fails(
      failed.map(({ address }) => address),
      working.map(({ address }) => address),
    );
    return [
      {
        ...(ipv6 ? { explanation: happyEyeballsText } : {}),
        title: ipv6
          ? `TLS fails over IPv6 (${first.text}) and works over IPv4`
          : failed.length === 1
            ? `TLS fails at 1 of ${total} addresses: ${first.address}, ${first.text}`
            : `TLS fails at ${failed.length} of ${total} addresses`,
        evidence: [
          ...failed.slice(0, 8).map(({ address, text }) => evidence(address, text)),
          ...first.more,
          ...working
            .slice(0, 4)
            .map(({ address, session }) => evidence(address, `works (${session.protocol})`)),
        ],
        reproduce: first.stalls
          ? `timeout 10 ${opensslClient(target, first.address, '-state')}`
          : opensslClient(target, first.address),
      },
    ];
  },
});
