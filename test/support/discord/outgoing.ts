import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto';

/** The application's side of an Interactions Endpoint URL. */
export type Outgoing = {
  /** 64 hexadecimal digits, as the Developer Portal shows it. */
  readonly publicKey: string;
  /** Where it is set to; null: interactions go over the gateway. */
  url(): string | null;
  /** As saving it in the Developer Portal does: tried with a PING and with wrong signatures first. Rejects where it is not taken. */
  setUrl(url: string): Promise<void>;
  /** One request with a signature of now; with `by` another's. */
  send(payload: object, by?: KeyObject): Promise<Response>;
  /** Headers and body of a request that can be spoilt before it is sent. */
  signed(payload: object, at?: Date, by?: KeyObject): SignedParts;
  /** The headers for a body that need be no JSON. */
  signText(body: string, at?: Date, by?: KeyObject): SignedParts['headers'];
};

export type SignedParts = { readonly body: string; readonly headers: Readonly<Record<string, string>> };

export function createOutgoing(applicationId: string, newId: () => string): Outgoing {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  let endpoint: string | null = null;

  function signText(body: string, at = new Date(), by = privateKey): SignedParts['headers'] {
    const timestamp = String(Math.floor(at.getTime() / 1000));
    const signature = sign(null, Buffer.from(timestamp + body), by).toString('hex');
    return {
      'content-type': 'application/json',
      'x-signature-ed25519': signature,
      'x-signature-timestamp': timestamp,
      'user-agent': 'Discord-Interactions/1.0 (+https://discord.com)',
    };
  }

  function signed(payload: object, at = new Date(), by = privateKey): SignedParts {
    const body = JSON.stringify(payload);
    return { body, headers: signText(body, at, by) };
  }

  function post(url: string, { body, headers }: SignedParts): Promise<Response> {
    return fetch(url, { method: 'POST', body, headers });
  }

  const ping = () => ({ id: newId(), application_id: applicationId, type: 1, token: 'ping', version: 1 });

  return {
    publicKey: publicKey.export({ format: 'der', type: 'spki' }).subarray(-32).toString('hex'),
    url: () => endpoint,
    signed,
    signText,
    async setUrl(url) {
      const stranger = generateKeyPairSync('ed25519').privateKey;
      const wrong = await post(url, signed(ping(), new Date(), stranger));
      await wrong.text();
      if (wrong.status !== 401) throw new Error(`A wrong signature was answered ${wrong.status}.`);
      const right = await post(url, signed(ping()));
      const answer: unknown = await right.json();
      if (right.status !== 200 || JSON.stringify(answer) !== '{"type":1}') {
        throw new Error(`The interactions endpoint URL could not be verified: ${JSON.stringify(answer)}`);
      }
      endpoint = url;
    },
    send(payload, by = privateKey) {
      if (endpoint === null) throw new Error('No Interactions Endpoint URL is set.');
      return post(endpoint, signed(payload, new Date(), by));
    },
  };
}
