import type { KeyObject } from 'node:crypto';
import { createServer } from 'node:https';
import { createSecureContext, type SecureContext } from 'node:tls';
import { type Forged, forgeIntermediate, forgeLeaf, forgeRoot } from '../certificates/forge.ts';
import { makeKey } from '../certificates/keys.ts';
import { type FarmServer, startServer } from '../farm/listener.ts';

/** What an endpoint shows: all is well, a certificate that ends tomorrow, or one for another name. */
export type Showing = 'good' | 'late' | 'mismatch';

export type Fleet = FarmServer & {
  readonly anchorsPem: string;
  readonly hosts: readonly string[];
  /** From the next handshake on, with a certificate that nobody has seen. */
  show(host: string, showing: Showing): void;
  /** Handshakes so far. */
  looks(): number;
};

const dayMs = 86_400_000;

/** So many names on one port of HTTPS, each with a certificate of its own. */
export async function startFleet(count: number): Promise<Fleet> {
  const now = new Date();
  const root = forgeRoot({ now });
  const intermediate = forgeIntermediate(root, { now });
  const privateKey = makeKey('p256', 'chaos');
  const hosts = Array.from({ length: count }, (_, n) => `e${String(n).padStart(2, '0')}.chaos.test`);
  const contexts = new Map(hosts.map((host) => [host, contextFor(host, 'good')]));
  let looks = 0;

  function contextFor(host: string, showing: Showing): SecureContext {
    const [before, after] = showing === 'late' ? [-89, 1] : [-5, 85];
    const leaf = forgeLeaf(intermediate, {
      now,
      key: privateKey,
      dns: [showing === 'mismatch' ? `not-${host}` : host],
      notBefore: new Date(Date.now() + before * dayMs),
      notAfter: new Date(Date.now() + after * dayMs),
    });
    return secureContext(leaf, intermediate, privateKey);
  }

  const server = createServer(
    {
      SNICallback(name, done) {
        looks += 1;
        done(null, contexts.get(name.toLowerCase()));
      },
    },
    (_request, response) => response.end('fine\n'),
  );
  server.on('tlsClientError', () => undefined);
  const farm = await startServer(server);
  return {
    ...farm,
    anchorsPem: root.pem,
    hosts,
    show: (host, showing) => void contexts.set(host, contextFor(host, showing)),
    looks: () => looks,
  };
}

function secureContext(leaf: Forged, intermediate: Forged, key: KeyObject): SecureContext {
  return createSecureContext({
    cert: leaf.pem + intermediate.pem,
    key: key.export({ type: 'pkcs8', format: 'pem' }),
  });
}
