import { createServer } from 'node:https';
import { type FarmServer, startServer } from './listener.ts';
import { type Identity, keyPemOf, pemOf } from './tls-server.ts';

/** A real OpenID provider (npm oidc-provider) over TLS, below a path if need be. */
export async function startOidcProvider(
  host: string,
  { chain, key }: Identity,
  path = '',
): Promise<FarmServer> {
  const { default: Provider } = await import('oidc-provider');
  const server = createServer({ cert: pemOf(chain), key: keyPemOf(key) });
  server.on('tlsClientError', () => undefined);
  const farm = await startServer(server);
  const provider = new Provider(`https://${host}:${farm.port}${path}`, {
    clients: [
      { client_id: 'resource', client_secret: 'not-a-secret', redirect_uris: ['https://client.example/cb'] },
    ],
    features: { introspection: { enabled: true }, devInteractions: { enabled: false } },
  });
  const answer = provider.callback();
  server.on('request', (request, response) => {
    // As a reverse proxy strips a prefix; what stands before it is known from originalUrl.
    if (path !== '' && request.url?.startsWith(path) === true) {
      Object.assign(request, { originalUrl: request.url });
      request.url = request.url.slice(path.length);
    }
    answer(request, response);
  });
  return farm;
}
