import { createHash, type Hash } from 'node:crypto';
import { handshakeMessage } from '../byte-writer.ts';
import type { Session } from '../handshake-facts.ts';
import { clientApplicationSecret, finishedData, handshakeSecrets } from '../key-schedule.ts';
import type { HandshakeMessage } from '../message-joiner.ts';
import { messageType } from '../messages.ts';
import { hashOfSuite } from '../record-keys.ts';
import { recordOpener } from '../record-opener.ts';
import { sealedRecord } from '../record-sealer.ts';
import { contentType } from '../records.ts';
import { suiteOf } from '../suites/registry.ts';
import { factsOfGroup } from './key-shares.ts';
import type { OwnHello } from './own-hello.ts';
import { serverMessages } from './server-messages.ts';
import { provesKey } from './server-proof.ts';
import { agreedHello, agreedProtocol, type SentCertificates, sentCertificates } from './strict-messages.ts';

/** What Node's client tells but the list of authorities and OpenSSL's verdict, which nobody asked for. */
export type OwnSession = Omit<Session, 'clientCertificate' | 'openssl'>;

export type OwnStep =
  | { readonly do: 'wait' }
  /** `reply`: Finished and close_notify. */
  | { readonly do: 'finish'; readonly reply: Buffer; readonly session: OwnSession }
  /** Something that is no part of an everyday handshake: OpenSSL shall judge it. */
  | { readonly do: 'give-up' };

export type OwnHandshake = {
  /** `received`: everything the server sent from the beginning. Never throws. */
  step(received: Buffer): OwnStep;
  /** server_handshake_traffic_secret, once there is one. */
  secret(): Uint8Array | null;
};

type Keys = ReturnType<typeof keysFor> & {};
type Stage =
  | { readonly awaits: 'hello' }
  | { readonly awaits: 'extensions'; readonly keys: Keys }
  | { readonly awaits: 'certificate'; readonly keys: Keys; readonly alpn: string | null }
  | {
      readonly awaits: 'proof' | 'finished';
      readonly keys: Keys;
      readonly alpn: string | null;
      readonly sent: SentCertificates;
    };
type Next = Stage | Extract<OwnStep, { readonly do: 'finish' }> | null;

/**
 * One handshake of TLS 1.3 (RFC 8446 §2), without a socket: full, by certificate, without a client's. The server proves that it has
 * the key of its leaf; nothing else is judged about its certificates.
 */
export function startOwnHandshake(hello: OwnHello): OwnHandshake {
  const messages = serverMessages();
  let stage: Stage = { awaits: 'hello' };

  function take(message: HandshakeMessage): Next {
    const next = after(stage, message, hello);
    if (next !== null && 'awaits' in next && stage.awaits === 'hello' && next.awaits === 'extensions') {
      messages.protect(next.keys.open);
    }
    return next;
  }

  return {
    step(received) {
      for (const message of messages.read(received)) {
        const next = take(message);
        if (next === null || messages.strange()) return { do: 'give-up' };
        if ('do' in next) return next;
        stage = next;
      }
      return { do: messages.strange() ? 'give-up' : 'wait' };
    },
    secret: () => (stage.awaits === 'hello' ? null : stage.keys.secrets.server),
  };
}

/** Null: not what an everyday server says at this point. */
function after(stage: Stage, message: HandshakeMessage, hello: OwnHello): Next {
  const { type, body, whole } = message;
  switch (stage.awaits) {
    case 'hello': {
      const keys = type === messageType.serverHello ? keysFor(message, hello) : null;
      return keys && { awaits: 'extensions', keys };
    }
    case 'extensions': {
      const agreed = type === messageType.encryptedExtensions ? agreedProtocol(body, hello.alpn) : null;
      stage.keys.transcript.update(whole);
      return agreed && { awaits: 'certificate', keys: stage.keys, alpn: agreed.alpn };
    }
    case 'certificate': {
      const sent = type === messageType.certificate ? sentCertificates(body) : null;
      stage.keys.transcript.update(whole);
      return sent && { ...stage, awaits: 'proof', sent };
    }
    case 'proof': {
      const { transcript } = stage.keys;
      if (type !== messageType.certificateVerify) return null;
      if (!provesKey(body, stage.sent.chain[0], digestOf(transcript))) return null;
      transcript.update(whole);
      return { ...stage, awaits: 'finished' };
    }
    case 'finished': {
      const { hash, secrets, transcript } = stage.keys;
      const expected = finishedData(hash, secrets.server, digestOf(transcript));
      if (type !== messageType.finished || !expected.equals(body)) return null;
      transcript.update(whole);
      return finish(stage.keys, stage.alpn, stage.sent);
    }
  }
}

function keysFor({ body, whole }: HandshakeMessage, hello: OwnHello) {
  const agreed = agreedHello(body, hello);
  if (agreed === null) return null;
  const { cipherSuite, group, share } = agreed;
  const hash = hashOfSuite(cipherSuite);
  const shared = hello.shares.secretWith(group, share);
  if (hash === null || shared === null) return null;
  const transcript = createHash(hash).update(hello.message).update(whole);
  const secrets = handshakeSecrets(hash, shared, digestOf(transcript));
  const open = recordOpener(cipherSuite, secrets.server);
  const groupFacts = factsOfGroup(group);
  if (open === null || groupFacts === null) return null;
  return { cipherSuite, groupFacts, hash, transcript, secrets, open };
}

function finish(
  { cipherSuite, groupFacts, hash, transcript, secrets }: Keys,
  alpn: string | null,
  { chain, stapled }: SentCertificates,
): Next {
  const soFar = digestOf(transcript);
  const finished = handshakeMessage(messageType.finished, finishedData(hash, secrets.client, soFar));
  const reply = [
    sealedRecord(cipherSuite, secrets.client, { type: contentType.handshake, content: finished }),
    sealedRecord(cipherSuite, clientApplicationSecret(hash, secrets, soFar), closeNotify),
  ].filter((record) => record !== null);
  const session: OwnSession = {
    protocol: 'TLSv1.3',
    cipher: suiteOf(cipherSuite).name,
    ...groupFacts,
    alpn,
    chain,
    asSent: true,
    stapled,
  };
  return { do: 'finish', reply: Buffer.concat([changeCipherSpec, ...reply]), session };
}

/** A warning, as RFC 8446 §6.1 has it. */
const closeNotify = { type: contentType.alert, content: Buffer.from([1, 0]) };
/** For middleboxes (RFC 8446 §D.4), as OpenSSL sends it. */
const changeCipherSpec = Buffer.from([20, 3, 3, 0, 1, 1]);

function digestOf(transcript: Hash): Buffer {
  return transcript.copy().digest();
}
