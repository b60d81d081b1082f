import type { SecureContext } from 'node:tls';
import type { Certificate } from './certificate.ts';

export type TrustStore = {
  /** How it is named in a verdict: "Mozilla's list as bundled with Node 24.21.0" (+ "and 2 of EXTRA_CA_FILE"). */
  readonly name: string;
  readonly anchors: readonly Certificate[];
  /** Anchors whose subject is this name (hexadecimal DER, see `Name.raw`). */
  bySubject(raw: string): readonly Certificate[];
  has(certificate: Certificate): boolean;
  /** One shared context whose CAs are these anchors: creating one per connection costs five handshakes. */
  readonly secureContext: SecureContext;
};
