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
import { tokenAlgorithm } from '../oauth/token-algorithm.ts';
import { tokenAudience } from '../oauth/token-audience.ts';
import { tokenBound } from '../oauth/token-bound.ts';
import { tokenClaims } from '../oauth/token-claims.ts';
import { tokenCritical } from '../oauth/token-critical.ts';
import { tokenExpired } from '../oauth/token-expired.ts';
import { tokenInactive } from '../oauth/token-inactive.ts';
import { tokenIssuer } from '../oauth/token-issuer.ts';
import { tokenMalformed } from '../oauth/token-malformed.ts';
import { tokenNotYetValid } from '../oauth/token-not-yet-valid.ts';
import { tokenSignature } from '../oauth/token-signature.ts';
import { tokenUnknownKey } from '../oauth/token-unknown-key.ts';
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
  // What is wrong with a token, in the order in which a resource server looks.
  tokenMalformed,
  tokenCritical,
  tokenAlgorithm,
  tokenIssuer,
  tokenUnknownKey,
  tokenSignature,
  tokenNotYetValid,
  tokenExpired,
  tokenAudience,
  tokenClaims,
  tokenInactive,
  tokenBound,
];
