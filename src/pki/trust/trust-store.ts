import { createSecureContext, type SecureContext, type SecureContextOptions } from 'node:tls';
import { UserError } from '../../core/errors.ts';
import { clientContextSettings } from '../../net/tls/client-settings.ts';
import type { Certificate } from '../certificate/certificate.ts';
import { parseCertificate } from '../certificate/parse-certificate.ts';
import { readPem, writePem } from '../files/pem/pem.ts';
import { type AnchorSet, anchorSet, joined } from './anchor-set.ts';
import {
  bundledMozillaStore,
  mozillaStore,
  type NamedStore,
  newestPublic,
  nodeStore,
  systemStore,
} from './named-store.ts';

/** What judges: the newest public list, and the anchors of EXTRA_CA_FILE. The other stores stand beside it. */
export type TrustStore = AnchorSet & {
  /** How it is named in a verdict: "Mozilla's list of 2026-10" (+ "and 2 of EXTRA_CA_FILE"). */
  readonly name: string;
  /** Whether any public list has it; then the Baseline Requirements bind what stands below. */
  isPublic(certificate: Certificate): boolean;
  /** All stores that a verdict is given for, each by itself. */
  readonly stores: readonly NamedStore[];
  /** The one of them that judges. */
  readonly judge: NamedStore;
  /** Browsers want certificates of its public list logged (certificate transparency); never those of EXTRA_CA_FILE. */
  readonly demandsTransparency: boolean;
  /** One shared context whose CAs are these anchors: creating one per connection costs five handshakes. */
  readonly secureContext: SecureContext;
  /** The same with a certificate of our own to show; to be kept, as it costs as much. */
  secureContextWith(secret: Secret): SecureContext;
};

/** A certificate with its key, as Node takes them. Never logged, shown or stored. */
export type Secret = Pick<SecureContextOptions, 'cert' | 'key' | 'pfx' | 'passphrase'>;

export type TrustStoreSources = {
  /** Text of EXTRA_CA_FILE: any number of PEM certificates, trusted besides the public list. */
  readonly extraCaPem?: string | null;
  /** Text of MOZILLA_CA_FILE: a newer list than the one that comes with the project. */
  readonly mozillaCaPem?: string | null;
  /** PEM certificates in place of all other stores; they count as public. */
  readonly anchorsPem?: readonly string[];
  /** Whether browsers would want certificates of `anchorsPem` or `stores` logged; those of the real lists always are to be. */
  readonly transparency?: 'demanded' | 'not-demanded';
  /** In place of Mozilla's, Node's and the system's store; the newest public one judges. */
  readonly stores?: readonly NamedStore[];
  readonly nodeVersion: string;
};

/** Throws `UserError` when a file holds no certificate or one that cannot be read. */
export function loadTrustStore(sources: TrustStoreSources): TrustStore {
  const listed = storesOf(sources);
  const judge = newestPublic(listed, sources.mozillaCaPem != null);
  const own = sources.extraCaPem == null ? [] : readGiven(sources.extraCaPem, 'EXTRA_CA_FILE');
  const extra: NamedStore = {
    kind: 'extra',
    name: 'EXTRA_CA_FILE',
    asOf: null,
    isPublic: false,
    set: anchorSet(own),
  };
  const anchors = joined(judge.set, extra.set);
  const publicLists = listed.filter(({ isPublic }) => isPublic);
  let context: SecureContext | null = null;
  const contextWith = (secret: Secret): SecureContext =>
    // An explicit list, so that NODE_EXTRA_CA_CERTS of the machine changes nothing. An intermediate among the
    // anchors is trusted as such (RFC 5280 §6.1.1 d), as every other verifier than OpenSSL's default does.
    createSecureContext({
      ...clientContextSettings,
      ...secret,
      ca: anchors.anchors.map((anchor) => writePem(anchor.der)),
      allowPartialTrustChain: true,
    });
  return {
    name: own.length === 0 ? judge.name : `${judge.name} and ${own.length} of EXTRA_CA_FILE`,
    size: anchors.size,
    anchors: anchors.anchors,
    has: anchors.has,
    bySubject: anchors.bySubject,
    isPublic: (certificate) => publicLists.some(({ set }) => set.has(certificate)),
    stores: own.length === 0 ? listed : [...listed, extra],
    judge,
    demandsTransparency: isReal(sources) || sources.transparency === 'demanded',
    get secureContext() {
      context ??= contextWith({});
      return context;
    },
    secureContextWith: contextWith,
  };
}

function storesOf({ anchorsPem, stores, mozillaCaPem, nodeVersion }: TrustStoreSources) {
  if (stores !== undefined) return stores;
  if (anchorsPem !== undefined) {
    const count = anchorsPem.reduce((sum, pem) => sum + readPem(pem).length, 0);
    const name = `a list of ${count} given root${count === 1 ? '' : 's'}`;
    return [mozillaStore(anchorsPem.join('\n'), name)];
  }
  return [mozillaOf(mozillaCaPem ?? null), nodeStore(nodeVersion), systemStore()];
}

function mozillaOf(pem: string | null): NamedStore {
  if (pem === null) return bundledMozillaStore();
  readGiven(pem, 'MOZILLA_CA_FILE');
  return mozillaStore(pem, "Mozilla's list as given by MOZILLA_CA_FILE");
}

function readGiven(pem: string, setting: string): readonly Certificate[] {
  const blocks = readPem(pem);
  if (blocks.length === 0) {
    throw new UserError(
      `${setting} holds no certificate. Wanted: PEM text with at least one "-----BEGIN CERTIFICATE-----" block.`,
    );
  }
  return blocks.map((der, index) => {
    const read = parseCertificate(der);
    if (!('unreadable' in read)) return read;
    throw new UserError(
      `Certificate ${index + 1} of ${blocks.length} in ${setting} cannot be read: ${read.unreadable}. Take it out or export it again as PEM.`,
    );
  });
}

/** The lists of the browsers' own authorities, and none that a test forged. */
function isReal({ anchorsPem, stores }: TrustStoreSources): boolean {
  return anchorsPem === undefined && stores === undefined;
}
