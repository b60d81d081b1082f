import { type DocumentOptions, getDocument } from '../net/http/get-document.ts';

/** What the issuer says of a token (RFC 7662). */
export type Introspection =
  | { readonly kind: 'active' }
  /** Revoked, expired, or never issued: it does not say which. */
  | { readonly kind: 'inactive' }
  /** One sentence without a full stop. */
  | { readonly kind: 'not-asked'; readonly because: string }
  | { readonly kind: 'failed'; readonly problem: string };

/** A client that may ask an issuer about its tokens: one entry of INTROSPECTION_CLIENTS. */
export type IntrospectionClient = {
  readonly issuer: string;
  readonly id: string;
  readonly secret: string;
};

/** Asks over the pinned way; the token goes to the issuer's own endpoint and nowhere else. */
export async function introspect(
  token: string,
  endpoint: URL,
  client: IntrospectionClient,
  options: Omit<DocumentOptions, 'form' | 'accept'>,
): Promise<Introspection> {
  const oauth = await import('oauth4webapi');
  const server = { issuer: client.issuer, introspection_endpoint: endpoint.href };
  let unreachable: string | null = null;
  try {
    const response = await oauth.introspectionRequest(
      server,
      { client_id: client.id },
      oauth.ClientSecretBasic(client.secret),
      token,
      {
        signal: options.signal,
        [oauth.customFetch]: async (url, { body, headers }) => {
          const form = { body: Buffer.from(String(body)), headers };
          const outcome = await getDocument(new URL(url), {
            ...options,
            accept: headers.accept ?? 'application/json',
            form,
          });
          if (outcome.answered)
            return new Response(bodyFor(outcome.status, outcome.bytes), {
              status: outcome.status,
              headers: headersOf(outcome.headers),
            });
          unreachable = outcome.message;
          throw new TypeError('unreachable');
        },
      },
    );
    const { active } = await oauth.processIntrospectionResponse(server, { client_id: client.id }, response);
    return { kind: active ? 'active' : 'inactive' };
  } catch (thrown) {
    // Its words may hold the request: only what kind of trouble it is goes on.
    const code = thrown instanceof Error && 'status' in thrown ? ` (${String(thrown.status)})` : '';
    return { kind: 'failed', problem: unreachable ?? `its answer was not an introspection response${code}` };
  }
}

/** A Response takes no body with these. */
function bodyFor(status: number, bytes: Uint8Array): Buffer | null {
  return [204, 205, 304].includes(status) ? null : Buffer.from(bytes);
}

function headersOf(headers: Readonly<Record<string, string>>): Headers {
  const kept = new Headers();
  for (const name of ['content-type', 'www-authenticate', 'cache-control']) {
    const value = headers[name];
    if (value !== undefined) kept.set(name, value);
  }
  return kept;
}
