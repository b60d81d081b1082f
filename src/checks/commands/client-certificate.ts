import type { Target } from '../../core/target.ts';
import { opensslClient } from './openssl.ts';

/** The handshake with a client certificate, whose file only the reader knows: a name to be replaced. */
export function clientWithCertificate(target: Target, address: string): string {
  return opensslClient(target, address, '-cert client.pem', '-key client.pem');
}
