import { defineCheck } from '../../core/check.ts';
import { hostPort } from '../../core/target.ts';
import { tlsProbe } from '../../probes/tls.ts';
import { clearTextClient } from '../commands/clear-text.ts';
import { curlPinned } from '../commands/curl.ts';
import { protocolName } from '../reading/tls/total.ts';
import { noUpgrade } from '../reading/tls/upgrades.ts';

export const otherProtocol = defineCheck({
  id: 'tls/other-protocol',
  severity: 'fatal',
  blame: 'target',
  title: 'The port speaks another protocol than the one asked for',
  explanation:
    'Before TLS could begin, the server was to speak its protocol in the clear, and what it said belongs to another one. Every client of this protocol fails here. The first words are in the evidence.',
  fix: 'Check that the port is the right one, and which program listens on it (ss -ltnp). If a proxy in front passes connections through, check which backend it chooses.',
  citation: 'RFC 6335 §6',
  reads: { tls: tlsProbe },
  judge({ tls }, { target }) {
    return noUpgrade(tls, 'other-protocol', ({ address, failure: { protocol, how } }) => {
      const spoke = how.kind === 'other-protocol' && how.spoke !== 'tls' ? how.spoke : 'unknown';
      return {
        title: `${address} speaks ${protocolName(spoke)}, not ${protocol}`,
        reproduce:
          spoke === 'http'
            ? curlPinned(`http://${hostPort(target.host, target.port)}/`, address)
            : clearTextClient(target, address),
      };
    });
  },
});
