import type { AnyProbe, FactsOf } from '../core/probe.ts';
import { authoritiesProbe } from './authorities.ts';
import { caaProbe } from './caa.ts';
import { chainProbe } from './chain.ts';
import { dnsProbe } from './dns.ts';
import { dnssecProbe } from './dnssec.ts';
import { grpcProbe } from './grpc.ts';
import { h2OfferProbe } from './h2-offer.ts';
import { httpProbe } from './http.ts';
import { httpAddressesProbe } from './http-addresses.ts';
import { http2Probe } from './http2.ts';
import { issuanceProbe } from './issuance.ts';
import { mailExchangeProbe } from './mail-exchange.ts';
import { oauthProbe } from './oauth.ts';
import { pathProbe } from './path.ts';
import { quicProbe } from './quic.ts';
import { reachProbe } from './reach.ts';
import { ariProbe } from './renewal.ts';
import { resolversProbe } from './resolvers.ts';
import { revocationProbe } from './revocation.ts';
import { serviceBindingProbe } from './service-binding.ts';
import { tcpProbe } from './tcp.ts';
import { tlsProbe } from './tls.ts';
import { tlsScanProbe } from './tls-scan.ts';
import { tokenProbe } from './token.ts';
import { transparencyProbe } from './transparency.ts';
import { validationRecordsProbe } from './validation-records.ts';
import { vantageProbe } from './vantage.ts';
import { websocketProbe } from './websocket.ts';

/** Every probe, in the order of descent: the order of telling, not of running. */
export const probes: readonly AnyProbe[] = [
  vantageProbe,
  dnsProbe,
  resolversProbe,
  authoritiesProbe,
  dnssecProbe,
  caaProbe,
  validationRecordsProbe,
  serviceBindingProbe,
  reachProbe,
  tcpProbe,
  pathProbe,
  tlsProbe,
  tlsScanProbe,
  h2OfferProbe,
  mailExchangeProbe,
  chainProbe,
  ariProbe,
  issuanceProbe,
  revocationProbe,
  transparencyProbe,
  httpProbe,
  websocketProbe,
  http2Probe,
  quicProbe,
  httpAddressesProbe,
  grpcProbe,
  oauthProbe,
  tokenProbe,
];

/** What each probe's facts look like, by its name: for those who read results and may not run probes. */
export type ProbeFacts = {
  readonly vantage: FactsOf<typeof vantageProbe>;
  readonly dns: FactsOf<typeof dnsProbe>;
  readonly 'mail-exchange': FactsOf<typeof mailExchangeProbe>;
  readonly resolvers: FactsOf<typeof resolversProbe>;
  readonly authorities: FactsOf<typeof authoritiesProbe>;
  readonly dnssec: FactsOf<typeof dnssecProbe>;
  readonly caa: FactsOf<typeof caaProbe>;
  readonly 'validation-records': FactsOf<typeof validationRecordsProbe>;
  readonly 'service-binding': FactsOf<typeof serviceBindingProbe>;
  readonly reach: FactsOf<typeof reachProbe>;
  readonly tcp: FactsOf<typeof tcpProbe>;
  readonly path: FactsOf<typeof pathProbe>;
  readonly tls: FactsOf<typeof tlsProbe>;
  readonly 'tls-scan': FactsOf<typeof tlsScanProbe>;
  readonly 'h2-offer': FactsOf<typeof h2OfferProbe>;
  readonly chain: FactsOf<typeof chainProbe>;
  readonly ari: FactsOf<typeof ariProbe>;
  readonly issuance: FactsOf<typeof issuanceProbe>;
  readonly revocation: FactsOf<typeof revocationProbe>;
  readonly transparency: FactsOf<typeof transparencyProbe>;
  readonly http: FactsOf<typeof httpProbe>;
  readonly websocket: FactsOf<typeof websocketProbe>;
  readonly http2: FactsOf<typeof http2Probe>;
  readonly quic: FactsOf<typeof quicProbe>;
  readonly 'http-addresses': FactsOf<typeof httpAddressesProbe>;
  readonly grpc: FactsOf<typeof grpcProbe>;
  readonly oauth: FactsOf<typeof oauthProbe>;
  readonly token: FactsOf<typeof tokenProbe>;
};
