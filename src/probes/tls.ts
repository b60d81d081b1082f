import { deadEnd, learned, type ProbeOutcome } from '../core/probe.ts';
import { hostPort, speaksTls, type Target } from '../core/target.ts';
import { defineProbe, type ProbeContext } from './probe.ts';
import { tcpProbe } from './tcp.ts';
import { lookAtAddress } from './tls/look-at-address.ts';
import type { TlsAddress, TlsFacts, TlsSession } from './tls/tls-facts.ts';

/** Why nothing about TLS can be said of such a target; null when it uses TLS. */
export function withoutTls(target: Target): string | null {
  return speaksTls(target) ? null : `${target.scheme}:// does not use TLS`;
}

function sessionText({ protocol, group }: TlsSession): string {
  // The rung is called TLS already.
  const version = protocol.replace(/^TLSv/, '');
  return group === null ? version : `${version}, ${group}`;
}

export const tlsProbe = defineProbe({
  name: 'tls',
  layer: 'tls',
  rung: { label: 'TLS', covers: ['tls'], always: true },
  needs: { tcp: tcpProbe },
  deadlineMs: 9000,
  notApplicable: withoutTls,
  describe({ addresses }: TlsFacts) {
    const seen = addresses.flatMap(({ handshake: fate }) =>
      fate.kind === 'completed' ? [fate.session] : [],
    );
    const asked = addresses.find(({ upgrade }) => upgrade !== undefined)?.upgrade?.asked;
    const after = asked === undefined ? '' : ` after ${asked}`;
    const said = [...new Set(seen.map(sessionText))].slice(0, 2).join(' and ') + after;
    return seen.length === addresses.length
      ? said
      : `${said} at ${seen.length} of ${addresses.length} addresses`;
  },
  async run(target, { tcp }, context): Promise<ProbeOutcome<TlsFacts>> {
    // RFC 6066 §3: literal addresses are not permitted in server_name.
    const serverName = target.hostKind === 'name' ? target.host : null;
    const client = clientOf(target, context);
    if (client?.client.certificate === null) {
      const message = `there is no client certificate ${client.client.name} to show`;
      return deadEnd('no-client-certificate', message, 'our-vantage', {
        serverName,
        addresses: [],
        ...client,
      });
    }
    const addresses = await Promise.all(
      tcp.open.map((address) => lookAtAddress({ address, serverName, target }, context)),
    );
    const facts: TlsFacts = { serverName, addresses, ...client };
    if (addresses.some((seen) => seen.handshake.kind === 'completed')) return learned(facts);
    const tried = addresses.map(
      (seen) => `${hostPort(seen.address.ip, target.port)} ${fateText(seen.handshake)}`,
    );
    return deadEnd('no-handshake', tried.join(', '), 'target', facts);
  },
});

function clientOf(target: Target, { client }: ProbeContext): Required<Pick<TlsFacts, 'client'>> | null {
  if (target.client === null) return null;
  return { client: { name: target.client, certificate: client?.certificate ?? null } };
}

function fateText(fate: TlsAddress['handshake']): string {
  switch (fate.kind) {
    case 'completed':
      return 'completed';
    case 'not-connected':
      return fate.failure;
    case 'not-upgraded':
      return `${fate.failure.asked} ${fate.failure.how.kind}`;
    case 'failed':
      return fate.failure.alert === null ? fate.failure.kind : `alert ${fate.failure.alert.name}`;
  }
}
