import { defineCheck } from '../../core/check.ts';
import { schemeFacts } from '../../core/target/schemes.ts';
import { hostPort } from '../../core/target.ts';
import { reachProbe } from '../../probes/reach.ts';
import { evidence } from '../reading/evidence.ts';

export const schemeAssumed = defineCheck({
  id: 'target/scheme-assumed',
  severity: 'notice',
  blame: 'unknown',
  title: 'The protocol is taken from the port',
  explanation:
    'No scheme was written before the host, so Notafter asks in the protocol that is registered for the port. Most often that is what is meant; if the server speaks another one there, say which.',
  fix: 'Write the scheme to have another one: https://host:port for HTTP, tls://host:port for the handshake alone, tcp://host:port for the connection alone.',
  citation: 'RFC 6335 §6',
  reads: { reach: reachProbe },
  judge(_facts, { target }) {
    if (target.assumed !== true) return [];
    const place = hostPort(target.host, target.port);
    const begins = schemeFacts(target.scheme).tls === 'upgrade' ? ', which begins in the clear' : '';
    return [
      {
        title: `Port ${target.port} is taken for ${target.scheme}://${begins}`,
        fix: `Nothing, if that is right. Otherwise write what is meant: https://${place}, tls://${place} or tcp://${place}.`,
        evidence: [evidence('asked as', `${target.scheme}://${place}`)],
      },
    ];
  },
});
