import { addressStages } from './addresses.ts';
import { caaStages } from './caa.ts';
import { certificateStages } from './certificate.ts';
import { clientCertificateStages } from './client-certificate.ts';
import { dnsAnswerStages } from './dns-answers.ts';
import { dnssecStages } from './dnssec.ts';
import { grpcStages } from './grpc.ts';
import { httpAnswerStages } from './http-answers.ts';
import { httpMessageStages } from './http-messages.ts';
import { httpStatusStages } from './http-statuses.ts';
import { http2Stages } from './http2.ts';
import { http3Stages } from './http3.ts';
import { issuanceStages } from './issuance.ts';
import { mailExchangeStages } from './mail-exchange.ts';
import { nameServerStages } from './name-servers.ts';
import { nextIssuanceStages } from './next-issuance.ts';
import { oauthStages } from './oauth.ts';
import { oddEndStages } from './odd-ends.ts';
import { pathStages } from './path.ts';
import { policyStages } from './policy.ts';
import { resolverStages } from './resolvers.ts';
import { revocationStages } from './revocation.ts';
import { scanStages } from './scan.ts';
import { servedListStages } from './served-lists.ts';
import { serviceBindingStages } from './service-binding.ts';
import type { Stage } from './stage.ts';
import { starttlsStages } from './starttls.ts';
import { tcpStages } from './tcp.ts';
import { tlsStages } from './tls.ts';
import { trustStages } from './trust.ts';
import { vantageStages } from './vantage.ts';
import { vantageTimeStages } from './vantage-time.ts';
import { websocketStages } from './websocket.ts';

/** Every stage there is, by topic: one file each. */
export const stagesByTopic: Readonly<Record<string, readonly Stage[]>> = {
  'our own connection': vantageStages,
  'our own clock and trust': vantageTimeStages,
  policy: policyStages,
  'odd ends': oddEndStages,
  // Early, as tests that look for a stage for each probe walk them in order.
  'mail domains': mailExchangeStages,
  'answers of DNS': dnsAnswerStages,
  DNSSEC: dnssecStages,
  'HTTPS records': serviceBindingStages,
  CAA: caaStages,
  resolvers: resolverStages,
  TCP: tcpStages,
  'the way': pathStages,
  TLS: tlsStages,
  'TLS scans': scanStages,
  STARTTLS: starttlsStages,
  'several addresses': addressStages,
  'client certificates': clientCertificateStages,
  certificates: certificateStages,
  'lists of certificates': servedListStages,
  issuance: issuanceStages,
  'the next issuance': nextIssuanceStages,
  'trust stores': trustStages,
  revocation: revocationStages,
  'answers over HTTP': httpAnswerStages,
  'statuses of HTTP': httpStatusStages,
  'messages of HTTP': httpMessageStages,
  'HTTP/2': http2Stages,
  'HTTP/3': http3Stages,
  WebSocket: websocketStages,
  gRPC: grpcStages,
  OAuth: oauthStages,
  // Last, since silent servers take their time: who looks for any stage has found one before.
  'name servers': nameServerStages,
};

export const stages: readonly Stage[] = Object.values(stagesByTopic).flat();
