import type { Check } from '../../core/check.ts';
import { grpcBadAnswer } from '../grpc/bad-answer.ts';
import { grpcNoAlpn } from '../grpc/no-alpn.ts';
import { grpcNoAnswer } from '../grpc/no-answer.ts';
import { grpcNotGrpc } from '../grpc/not-grpc.ts';
import { grpcNotHttp2 } from '../grpc/not-http2.ts';
import { grpcNotServing } from '../grpc/not-serving.ts';
import { grpcServiceUnknown } from '../grpc/service-unknown.ts';
import { grpcStatus } from '../grpc/status.ts';
import { grpcUnimplemented } from '../grpc/unimplemented.ts';
import { oauthDiscovery } from '../oauth/discovery.ts';
import { oauthEndpoints } from '../oauth/endpoints.ts';
import { oauthIssuerMismatch } from '../oauth/issuer-mismatch.ts';
import { oauthJwks } from '../oauth/jwks.ts';
import { oauthKeys } from '../oauth/keys.ts';
import { oauthMetadata } from '../oauth/metadata.ts';
import { oauthPrivateKey } from '../oauth/private-key.ts';
import { websocketBadAccept } from '../websocket/bad-accept.ts';
import { websocketBadFrame } from '../websocket/bad-frame.ts';
import { websocketClosed } from '../websocket/closed.ts';
import { websocketHttp2Only } from '../websocket/http2-only.ts';
import { websocketNoAnswer } from '../websocket/no-answer.ts';
import { websocketNoPong } from '../websocket/no-pong.ts';
import { websocketRefused } from '../websocket/refused.ts';
import { websocketWantsMore } from '../websocket/wants-more.ts';

/** Protocols of the application layer. The first of equal weight is the cause: what comes first for a client stands first. */
export const applicationChecks: readonly Check[] = [
  websocketNoAnswer,
  websocketHttp2Only,
  websocketRefused,
  websocketBadAccept,
  websocketBadFrame,
  websocketClosed,
  websocketWantsMore,
  websocketNoPong,
  grpcNoAnswer,
  grpcNotHttp2,
  grpcNotGrpc,
  grpcBadAnswer,
  grpcStatus,
  grpcNotServing,
  grpcServiceUnknown,
  grpcUnimplemented,
  grpcNoAlpn,
  oauthDiscovery,
  oauthIssuerMismatch,
  oauthPrivateKey,
  oauthJwks,
  oauthKeys,
  oauthEndpoints,
  oauthMetadata,
];
