import { createHash, type KeyObject, sign } from 'node:crypto';
import { finishedData, handshakeSecrets } from '../../../src/net/tls/key-schedule.ts';
import type { OwnHello } from '../../../src/net/tls/own-client/own-hello.ts';
import { records } from './flight.ts';
import { certificate13, message13, type Sealing, sealed } from './flight-13.ts';

const suite = 0x1301;
const hash = 'sha256';

/** What the server says; whatever is left out is as it should be. */
export type PaperFlight = {
  readonly chain: readonly Uint8Array[];
  readonly key: KeyObject;
  /** Body of the ServerHello, given the one it should have. */
  readonly hello?: (body: Buffer) => Buffer;
  readonly extensions?: Buffer;
  /** Messages in place of the Certificate. */
  readonly certificate?: readonly Uint8Array[];
  /** Number of the SignatureScheme. */
  readonly scheme?: number;
  readonly finished?: (body: Buffer) => Buffer;
  /** Behind the Finished, under the same keys. */
  readonly after?: Uint8Array;
  /** Behind the ServerHello, in its record. */
  readonly behindHello?: Uint8Array;
  readonly cut?: Pick<Sealing, 'fragment' | 'padding'>;
};

/** The secret that both sides are taken to have agreed on, so that no key exchange is needed. */
export const agreedSecret = Buffer.alloc(32, 5);

/** A server's flight of TLS 1.3 as an answer to `sent`, made by hand. */
export function paperFlight(sent: Pick<OwnHello, 'message' | 'sessionId'>, flight: PaperFlight): Buffer {
  const hello = message13(2, (flight.hello ?? same)(serverHello(sent.sessionId)));
  const said: Uint8Array[] = [sent.message, hello];
  const soFar = () => said.reduce((made, one) => made.update(one), createHash(hash)).digest();
  const { server: secret } = handshakeSecrets(hash, agreedSecret, soFar());
  const extensions = message13(8, flight.extensions ?? Buffer.from([0, 0]));
  const certificate = flight.certificate ?? [certificate13(flight.chain)];
  said.push(extensions, ...certificate);
  said.push(message13(15, proof(flight, soFar())));
  said.push(message13(20, (flight.finished ?? same)(finishedData(hash, secret, soFar()))));
  const content = Buffer.concat([...said.slice(2), flight.after ?? Buffer.alloc(0)]);
  const first = records(22, Buffer.concat([hello, flight.behindHello ?? Buffer.alloc(0)]));
  return Buffer.concat([first, sealed(content, { suite, secret, ...flight.cut })]);
}

function proof({ key, scheme = 0x0403 }: PaperFlight, transcript: Buffer): Buffer {
  const context = Buffer.from(`${' '.repeat(64)}TLS 1.3, server CertificateVerify\0`, 'latin1');
  const signature = sign('sha256', Buffer.concat([context, transcript]), key);
  const head = Buffer.alloc(4);
  head.writeUInt16BE(scheme);
  head.writeUInt16BE(signature.length, 2);
  return Buffer.concat([head, signature]);
}

function serverHello(sessionId: Uint8Array): Buffer {
  const keyShare = Buffer.concat([Buffer.from([0, 51, 0, 36, 0, 29, 0, 32]), Buffer.alloc(32, 3)]);
  const extensions = Buffer.concat([Buffer.from([0, 43, 0, 2, 3, 4]), keyShare]);
  return Buffer.concat([
    Buffer.from([3, 3]),
    Buffer.alloc(32, 7),
    Buffer.from([sessionId.length]),
    sessionId,
    Buffer.from([suite >> 8, suite & 255, 0, 0, extensions.length]),
    extensions,
  ]);
}

function same(body: Buffer): Buffer {
  return body;
}
