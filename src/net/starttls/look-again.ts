import { listen } from '../listen.ts';
import type { Network } from '../network.ts';
import type { AllowedAddress } from '../policy.ts';
import { startCertificateHandshake } from '../tls/certificate-handshake.ts';
import { spokenBy } from '../tls/first-bytes.ts';
import { serverNameToSend } from '../tls/server-name.ts';
import { type Break, beginsTls } from './conversation.ts';

type Asking = { readonly host: string; readonly timeoutMs: number; readonly signal: AbortSignal };

/** A second connection that opens with a ClientHello: what answers it explains why the first one was met by silence. */
export async function lookAgain(
  to: AllowedAddress,
  network: Network,
  { host, timeoutMs, signal }: Asking,
): Promise<Extract<Break, { readonly kind: 'other-protocol' }> | null> {
  const dialled = await network.dial(to, { timeoutMs, signal });
  if (!dialled.connected) return null;
  dialled.socket.write(startCertificateHandshake({ serverName: serverNameToSend(host), alpn: [] }).first);
  const heard = await listen(dialled.socket, { timeoutMs, signal });
  if (heard.kind !== 'bytes') return null;
  if (beginsTls(heard.bytes)) return { kind: 'other-protocol', spoke: 'tls' };
  const spoke = spokenBy(heard.bytes);
  return spoke === 'http' ? { kind: 'other-protocol', spoke } : null;
}
