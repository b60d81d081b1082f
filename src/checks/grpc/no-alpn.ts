import { defineCheck } from '../../core/check.ts';
import { grpcProbe } from '../../probes/grpc.ts';
import { opensslClient } from '../commands/openssl.ts';
import { callEvidence } from '../reading/above/grpc-words.ts';
import { evidence } from '../reading/evidence.ts';

export const grpcNoAlpn = defineCheck({
  id: 'grpc/no-alpn',
  severity: 'error',
  blame: 'target',
  title: 'The server speaks gRPC over TLS and does not choose h2 in the handshake',
  explanation:
    'HTTP/2 over TLS has to be agreed on in the handshake (ALPN). This server leaves the answer out and speaks HTTP/2 all the same. Old clients take that; those of grpc-go since version 1.67 refuse such a server (missing selected ALPN property), and others follow.',
  fix: 'Let whatever ends TLS choose h2. Go: NextProtos []string{"h2"} in tls.Config. HAProxy: alpn h2 on bind. nginx: http2 on. A TCP load balancer that ends TLS needs an ALPN policy (AWS NLB: HTTP2Only or HTTP2Preferred).',
  citation: 'RFC 9113 §3.2',
  reads: { grpc: grpcProbe },
  judge({ grpc }, { target }) {
    const { answer, alpn } = grpc;
    // What speaks no gRPC is told as that: whether a gRPC server would choose h2 was not seen.
    const spokeGrpc = ['health', 'status', 'bad-message'].includes(answer.kind);
    if (target.scheme !== 'grpcs' || alpn !== null || !spokeGrpc) return [];
    return [
      {
        evidence: [...callEvidence(grpc), evidence('ALPN', 'h2 offered, none chosen')],
        reproduce: opensslClient(target, grpc.address, '-alpn h2'),
      },
    ];
  },
});
