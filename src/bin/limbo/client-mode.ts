import { X509Certificate } from 'node:crypto';
import { checkServerIdentity } from 'node:tls';
import { parseCertificate } from '../../pki/certificate/parse-certificate.ts';
import { askClient, type ClientVerdict, clientContext } from '../../pki/client/client-verdict.ts';
import { readPem } from '../../pki/files/pem/pem.ts';
import { presentToServer } from './present-to-server.ts';
import type { LimboCase, LimboResult } from './suite.ts';

const timeoutMs = 5000;

/** By this Node's own OpenSSL, at the process's clock: what a program does that verifies with Node's defaults. */
export async function judgeByClient(limboCase: LimboCase): Promise<LimboResult> {
  const { id } = limboCase;
  // Neither Node's client nor its server lets a depth be chosen.
  if (limboCase.max_chain_depth != null) return skipped(id, 'Node has no limit of depth to set');
  const asServer = limboCase.validation_kind === 'CLIENT';
  if (asServer && limboCase.peer_certificate_key == null)
    return skipped(id, 'a client needs its private key');
  const verdict = await (asServer ? presentToServer(limboCase, timeoutMs) : askAsClient(limboCase)).catch(
    unbuilt,
  );
  switch (verdict.kind) {
    case 'accepted': {
      const mismatch = nameMismatch(limboCase);
      return mismatch === null ? { id, actual_result: 'SUCCESS', context: null } : failed(id, mismatch);
    }
    case 'refused':
      return failed(id, `${verdict.code} ${verdict.message}`);
    case 'no-verdict':
      return skipped(id, verdict.why);
  }
}

async function askAsClient(limboCase: LimboCase): Promise<ClientVerdict> {
  const chain = [limboCase.peer_certificate, ...limboCase.untrusted_intermediates].flatMap(readPem);
  const leaf = parseCertificate(chain[0] ?? new Uint8Array());
  return askClient({
    chain,
    context: clientContext({
      anchors: limboCase.trusted_certs,
      crls: limboCase.crls ?? [],
      partialChains: false,
    }),
    leafKey: 'unreadable' in leaf ? 'ec' : leaf.publicKey.type,
    timeoutMs,
    signal: new AbortController().signal,
  });
}

/** With such an anchor, CRL or certificate Node does not even make a context. */
function unbuilt(thrown: unknown): ClientVerdict {
  if (!(thrown instanceof Error)) throw thrown;
  return { kind: 'refused', code: 'code' in thrown ? String(thrown.code) : 'ERR', message: thrown.message };
}

/** Node's own matcher, common name fallback included. */
function nameMismatch({ expected_peer_name: name, peer_certificate: pem }: LimboCase): string | null {
  if (name == null) return null;
  const error = checkServerIdentity(name.value, new X509Certificate(pem).toLegacyObject());
  return error === undefined ? null : `${error.name} ${error.message}`;
}

function failed(id: string, context: string): LimboResult {
  return { id, actual_result: 'FAILURE', context };
}

function skipped(id: string, context: string): LimboResult {
  return { id, actual_result: 'SKIPPED', context };
}
