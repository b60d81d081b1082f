import { defineCheck } from '../../core/check.ts';
import { implicitTwin, type Scheme, schemeNamed, schemes } from '../../core/target/schemes.ts';
import { hostPort, type Target } from '../../core/target.ts';
import { tlsProbe } from '../../probes/tls.ts';
import { curlListen } from '../commands/connect.ts';
import { curlPinned } from '../commands/curl.ts';
import { opensslClient } from '../commands/openssl.ts';
import type { TlsFailure } from '../reading/tls/failures.ts';
import { noHandshake, protocolName } from '../reading/tls/total.ts';

const fixes: Readonly<Record<string, string>> = {
  http: 'Switch TLS on for this port (nginx: listen 443 ssl; Apache: SSLEngine on; HAProxy: bind :443 ssl crt ...; Caddy: remove the http:// prefix), or use http:// for it. Behind a load balancer, check that its listener is HTTPS and not HTTP on 443.',
  ssh: 'This is an SSH server: the port or the address is the wrong one, or a multiplexer (sslh) sends the connection to the wrong backend.',
};
export const notTls = defineCheck({
  id: 'tls/not-tls',
  severity: 'fatal',
  blame: 'target',
  title: 'The port does not speak TLS',
  explanation:
    'The server answered the TLS handshake with something else, so every client that begins with TLS fails at once, often with "wrong version number". The first bytes in the evidence are what it said.',
  fix: 'Check that the port is the right one and that TLS is switched on for it. If a proxy in front passes connections through, check which backend it chooses.',
  citation: 'RFC 8446 §5.1',
  reads: { tls: tlsProbe },
  judge({ tls }, { target }) {
    return noHandshake(tls, target, 'not-tls', ({ address, failure: { spoke } }) => ({
      title: `${address} speaks ${spoke === 'unknown' || spoke === null ? 'something that is not TLS' : `${protocolName(spoke)}, not TLS`}`,
      ...fixFor(spoke, target),
      reproduce: commandFor(spoke, address, target),
    }));
  },
});

/** A greeting comes unasked; what nobody knows may answer our hello only. */
function commandFor(spoke: TlsFailure['spoke'], address: string, target: Target): string | null {
  if (spoke === 'http') return curlPinned(`http://${hostPort(target.host, target.port)}/`, address);
  return spoke === 'unknown' || spoke === null ? opensslClient(target, address) : curlListen(address);
}

function fixFor(spoke: TlsFailure['spoke'], target: Target): { readonly fix?: string } {
  const scheme = spoke === null ? null : schemeNamed(spoke);
  if (scheme !== null && schemes[scheme].tls === 'upgrade') return { fix: upgradeFix(scheme, target) };
  const fix = fixes[spoke ?? ''];
  return fix === undefined ? {} : { fix };
}

/** It may be in order, and the question wrong: which of the two nobody can tell from outside. */
function upgradeFix(scheme: Scheme, { host, port }: Target): string {
  const twin = implicitTwin(scheme);
  const twinPort = twin === null ? null : schemes[twin].port;
  const atOnce = twinPort === null ? '' : ` Clients that begin with TLS belong at port ${twinPort}.`;
  return `This port starts in plain text and may change to TLS on request (STARTTLS and its kin): look at it as ${scheme}://${hostPort(host, port)}, and set clients to that.${atOnce}`;
}
