import { defineCheck } from '../../core/check.ts';
import type { Evidence } from '../../core/finding.ts';
import { type PathLook, pathProbe } from '../../probes/path.ts';
import { tlsProbe } from '../../probes/tls.ts';
import { addressOf } from '../commands/place.ts';
import { stalledSegments } from '../commands/trace.ts';
import { addressEvidence, evidence } from '../reading/evidence.ts';
import { stallCause, stallEvidence, stalledBy } from '../reading/tcp/black-hole.ts';
import { sessionsOf } from '../reading/tls/failures.ts';

export const mtuBlackhole = defineCheck({
  id: 'path/mtu-blackhole',
  severity: 'fatal',
  blame: 'network-path',
  title: 'Large packets are lost on the way (MTU black hole)',
  explanation:
    'The connection opens, since its packets are small, and the TLS handshake hangs, since a large ClientHello or the certificates fill whole packets. Smaller packets sent after them arrive: so the server is up and answering. A link on the way takes only smaller packets, and the message that would say so (ICMP) is filtered, so the sender repeats the large packet for ever.',
  fix: 'Let ICMP through: type 3 code 4 (IPv4, fragmentation needed) and type 2 (IPv6, packet too big), in security groups and network ACLs as well. Or clamp the segment size where the narrow link begins, usually a VPN, tunnel or PPPoE: nft add rule inet filter forward tcp flags syn tcp option maxseg size set rt mtu (iptables: TCPMSS --clamp-mss-to-pmtu). As a stopgap lower the MTU of the interface of the server to 1400.',
  citation: 'RFC 2923 §2.1',
  reads: { path: pathProbe },
  mayRead: { tls: tlsProbe },
  judge({ path, tls }, { target }) {
    const look = stalledBy(path, 'lost-here', 'lost-there');
    if (look === null || look.stall === null) return [];
    const where = addressOf(look.address);
    const inbound = stallCause(look.stall) === 'lost-here';
    return [
      {
        ...(tls !== null && sessionsOf(tls).length > 0 ? { severity: 'error' } : {}),
        title: inbound
          ? `Large packets from ${where} are lost on the way here (MTU black hole)`
          : `Large packets to ${where} are lost on the way there (MTU black hole)`,
        evidence: [addressEvidence([where]), ...stallEvidence(look.stall), ...sizeEvidence(look)],
        reproduce: stalledSegments(target, look.address),
      },
    ];
  },
});

/** tracepath sends packets as large as the link here takes, mtr small ones: where only the first stop is the place. */
function sizeEvidence({ traces }: PathLook): readonly Evidence[] {
  const [small, large] = ['mtr', 'tracepath'].map((name) => {
    const trace = traces.find(({ program }) => program === name);
    return trace?.kind === 'traced' ? trace : null;
  });
  if (small == null || large == null || large.reached) return [];
  const [far, near] = [small.hops.at(-1), large.hops.at(-1)];
  if (far === undefined || far.distance <= (near?.distance ?? 0)) return [];
  return [
    evidence('small packets', `answered up to hop ${far.distance} (${far.address})`),
    evidence(
      `packets of ${large.pathMtu ?? 1500} bytes`,
      near === undefined ? 'answered by no hop' : `answered up to hop ${near.distance} (${near.address})`,
    ),
  ];
}
