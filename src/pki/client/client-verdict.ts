import { Duplex } from 'node:stream';
import { connect, createSecureContext, type SecureContext, type TLSSocket } from 'node:tls';
import type { Certificate } from '../certificate/certificate.ts';
import { serverFlight } from './client-flight.ts';

/** What this Node's own OpenSSL says of a chain: the verdict of every client that is built like it. */
export type ClientVerdict =
  | { readonly kind: 'accepted' }
  /** `code` as Node names it, "CERT_HAS_EXPIRED"; many faults share "UNSPECIFIED", so the message is kept. */
  | { readonly kind: 'refused'; readonly code: string; readonly message: string }
  /** The handshake ended before the certificates were judged: the message was too large, or no certificate could be read. */
  | { readonly kind: 'no-verdict'; readonly why: string };

export type ClientQuestion = {
  /** DER, leaf first, as a server would send it. */
  readonly chain: readonly Uint8Array[];
  readonly context: SecureContext;
  /** How long the public key of the leaf is, in kind: it decides the cipher suite that fits. */
  readonly leafKey: Certificate['publicKey']['type'];
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
};

/** `anchors`: PEM. `partialChains`: an anchor need not be self-signed; Node's default, and OpenSSL's, is false. */
export function clientContext(settings: {
  readonly anchors: readonly string[];
  readonly crls?: readonly string[];
  readonly partialChains: boolean;
}): SecureContext {
  const { anchors, crls = [], partialChains } = settings;
  return createSecureContext({
    ca: [...anchors],
    ...(crls.length === 0 ? {} : { crl: [...crls] }),
    minVersion: 'TLSv1.2',
    maxVersion: 'TLSv1.2',
    allowPartialTrustChain: partialChains,
  });
}

/**
 * Asks OpenSSL without a server, a socket or a private key: a TLS 1.2 client of this process is handed a ServerHello
 * and the Certificate message in memory, and judges them before it would need a signature. Names are not judged.
 */
export async function askClient(question: ClientQuestion): Promise<ClientVerdict> {
  if (question.signal.aborted) return { kind: 'no-verdict', why: 'nobody waits for it any more' };
  const { promise, resolve } = Promise.withResolvers<ClientVerdict>();
  const wire = fakeServer(question, () => setImmediate(look, 0));
  const client = connect({ socket: wire, secureContext: question.context, rejectUnauthorized: false });
  let failure: Error | null = null;
  client.on('error', (error) => {
    failure = error;
  });
  const giveUp = () => resolve({ kind: 'no-verdict', why: 'the verdict did not come in time' });
  const timer = setTimeout(giveUp, question.timeoutMs);
  question.signal.addEventListener('abort', giveUp, { once: true });
  try {
    return await promise;
  } finally {
    clearTimeout(timer);
    question.signal.removeEventListener('abort', giveUp);
    client.destroy();
    wire.destroy();
  }

  /** Node has no event for "the certificates were judged": the peer's certificate appears with the verdict. */
  function look(round: number): void {
    const verdict = verdictOf(client, failure);
    if (verdict !== null) resolve(verdict);
    else if (round >= mostRounds) resolve({ kind: 'no-verdict', why: 'no certificate was judged' });
    else setImmediate(look, round + 1);
  }
}

const mostRounds = 200;

function verdictOf(client: TLSSocket, failure: Error | null): ClientVerdict | null {
  if (client.getPeerX509Certificate() !== undefined) {
    const error = verifyErrorOf(client);
    if (error === null) return { kind: 'accepted' };
    return { kind: 'refused', code: error.code, message: error.message };
  }
  if (failure === null) return null;
  const code = 'code' in failure ? String(failure.code) : 'ERR_TLS';
  return { kind: 'refused', code, message: failure.message };
}

type VerifyError = { readonly code: string; readonly message: string };
/** Private since the beginning and without a public twin before `secureConnect`: a test fails when it goes. */
type WithHandle = { readonly _handle?: { verifyError?(): VerifyError | null | undefined } | null };

/** OpenSSL's verdict on the peer's certificates; null: it is content. Throws on a Node that hides it. */
export function verifyErrorOf(client: TLSSocket): VerifyError | null {
  const handle = (client as unknown as WithHandle)._handle;
  if (handle?.verifyError === undefined) throw new Error('this Node has no verifyError on a TLS handle');
  return handle.verifyError() ?? null;
}

/** ECDHE with the signature that the leaf's key can make: another suite is refused before anything is judged. */
function cipherFor(leafKey: string): number {
  return leafKey === 'rsa' || leafKey === 'rsa-pss' ? 0xc02f : 0xc02b;
}

function fakeServer({ chain, leafKey }: ClientQuestion, onSent: () => void): Duplex {
  let answered = false;
  const wire = new Duplex({
    read() {},
    write(_chunk, _encoding, done) {
      done();
      if (answered) return;
      answered = true;
      wire.push(serverFlight(chain, cipherFor(leafKey)));
      setImmediate(onSent);
    },
  });
  return wire;
}
