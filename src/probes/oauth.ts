import { deadEnd, learned, type ProbeOutcome } from '../core/probe.ts';
import { schemeFacts } from '../core/target/schemes.ts';
import { hostPort, type Target } from '../core/target.ts';
import { type DocumentOptions, getDocument } from '../net/http/get-document.ts';
import {
  type IssuerDifference,
  issuerDifference,
  type MetadataPlace,
  metadataPlaces,
  spellingsOf,
} from '../oauth/issuer.ts';
import { type JsonDocument, readJsonDocument } from '../oauth/json-document.ts';
import { type PublishedKey, readKeySet } from '../oauth/key-set.ts';
import { type Metadata, readMetadata } from '../oauth/metadata.ts';
import { chainProbe } from './chain.ts';
import { addressForRequest } from './http.ts';
import { defineProbe, type ProbeContext } from './probe.ts';
import { tcpProbe } from './tcp.ts';

/** What an issuer publishes about itself. */
export type OauthFacts = {
  /** As it was asked for; without a path both spellings, with and without a slash, are it. */
  readonly issuers: readonly string[];
  /** `ip:port` of the issuer's own host. */
  readonly address: string;
  readonly places: readonly AskedPlace[];
  /** The metadata that clients take: OpenID Connect's where both are there. */
  readonly metadata: FoundMetadata | null;
  /** Null: it names none. */
  readonly keySet: AskedKeySet | null;
};

export type FoundMetadata = Metadata & {
  readonly url: string;
  readonly kind: MetadataPlace['kind'];
  /** From the issuer asked for; null: it is the same, or none is named. */
  readonly difference: IssuerDifference | null;
};

export type AskedPlace = {
  readonly kind: MetadataPlace['kind'];
  readonly url: string;
  readonly document: SeenDocument;
  /** What the document calls its issuer; null: no document, or it does not say. */
  readonly issuer: string | null;
};

/** What stood at a place; the document itself is let go once it is read: it may hold private members. */
export type SeenDocument =
  | Exclude<JsonDocument, { readonly kind: 'object' }>
  | { readonly kind: 'object'; readonly contentType: string; readonly address: string };

export type AskedKeySet = {
  readonly url: string;
  readonly document: SeenDocument;
  /** Null: the document has no list of keys, or there is none. */
  readonly keys: readonly PublishedKey[] | null;
};

const perDocumentMs = 4000;
/** Keycloak with many clients serves 10 KB, Azure 20: more than this is no metadata. */
const mostBytes = 512 * 1024;

export const oauthProbe = defineProbe({
  name: 'oauth',
  layer: 'application',
  rung: { label: 'OAuth', covers: ['application'], always: true },
  needs: { tcp: tcpProbe },
  mayNeed: { chain: chainProbe },
  deadlineMs: 9000,
  notApplicable(target) {
    return schemeFacts(target.scheme).above === 'oauth' ? null : `${target.scheme}:// is not an OAuth issuer`;
  },
  describe({ metadata, keySet }: OauthFacts) {
    if (metadata === null) return 'no metadata';
    const keys = keySet?.keys ?? null;
    const usable = keys?.filter(({ verifies }) => verifies).length ?? 0;
    const kind = metadata.kind === 'openid' ? 'OpenID Connect' : 'OAuth';
    return keys === null ? `${kind}, no keys` : `${kind}, ${usable} of ${keys.length} keys verify`;
  },
  async run(target, { tcp, chain }, context): Promise<ProbeOutcome<OauthFacts>> {
    const address = addressForRequest(tcp, chain, context.now());
    if (address === null) return deadEnd('no-address', 'no address is fit for a request', 'target');
    const issuer = issuerOf(target);
    const known = { host: target.host, port: target.port, address };
    const places = await Promise.all(
      metadataPlaces(issuer).map((place) => askPlace(place, { ...requestOptions(context), known })),
    );
    const metadata = metadataIn(places, issuer);
    const jwksUri = webUrl(metadata?.jwksUri ?? '');
    const keySet =
      jwksUri === null
        ? null
        : await askKeySet(jwksUri, { ...requestOptions(context), known }, context.now());
    return learned({
      issuers: spellingsOf(issuer),
      address: hostPort(address.ip, address.port),
      places: places.map(({ value: _, ...place }) => place),
      metadata,
      keySet,
    });
  },
});

/** Null for what no client fetches: no URL, or one of a file or another scheme. */
function webUrl(text: string): URL | null {
  const url = URL.parse(text);
  return url !== null && /^https?:$/.test(url.protocol) ? url : null;
}

/** RFC 8414 §2: https, without query and fragment. */
function issuerOf({ host, port, path }: Target): URL {
  return new URL(`https://${hostPort(host, port)}${path.replace(/\?.*$/s, '')}`);
}

function requestOptions({ network, trust, signal, budgetMs }: ProbeContext): Omit<DocumentOptions, 'known'> {
  const { secureContext } = trust;
  const timeoutMs = budgetMs(perDocumentMs);
  return {
    network,
    secureContext,
    accept: 'application/json',
    form: null,
    maxBytes: mostBytes,
    timeoutMs,
    signal,
  };
}

type ReadPlace = AskedPlace & { readonly value: Readonly<Record<string, unknown>> | null };

async function askPlace({ kind, url }: MetadataPlace, options: DocumentOptions): Promise<ReadPlace> {
  const document = readJsonDocument(await getDocument(url, options));
  const value = document.kind === 'object' ? document.value : null;
  const issuer = typeof value?.issuer === 'string' ? value.issuer.slice(0, 500) : null;
  return { kind, url: url.href, document: seen(document), issuer, value };
}

function seen(document: JsonDocument): SeenDocument {
  if (document.kind !== 'object') return document;
  const { kind, contentType, address } = document;
  return { kind, contentType, address };
}

/** Of two documents the one that calls itself by the issuer's name, else the first there is. */
function metadataIn(places: readonly ReadPlace[], issuer: URL): OauthFacts['metadata'] {
  const found = places.filter(({ value }) => value !== null);
  const spellings = spellingsOf(issuer);
  const chosen = found.find((place) => place.issuer !== null && spellings.includes(place.issuer)) ?? found[0];
  if (chosen === undefined || chosen.value === null) return null;
  const { kind, url, value } = chosen;
  const metadata = readMetadata(value, kind, issuer);
  const isSame = metadata.issuer === null || spellings.includes(metadata.issuer);
  const difference = isSame ? null : issuerDifference(spellings[0] ?? '', metadata.issuer ?? '');
  return { ...metadata, kind, url, difference };
}

async function askKeySet(url: URL, options: DocumentOptions, now: Date): Promise<AskedKeySet> {
  const document = readJsonDocument(await getDocument(url, options));
  const keys = document.kind === 'object' ? readKeySet(document.value, now) : null;
  return { url: url.href, document: seen(document), keys };
}
