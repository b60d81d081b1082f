import type { HopSignature } from './signature.ts';

const body = 'body';

/** Load balancers, gateways and ingress controllers. */
export const gatewaySignatures: readonly HopSignature[] = [
  {
    name: 'AWS Application Load Balancer',
    kind: 'balancer',
    made: [['server', /^awselb\//i]],
    passed: [],
    look: 'the target group: health of the targets, their security group, the access log (elb_status_code, target_status_code)',
    source: 'docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-troubleshooting.html',
  },
  {
    name: 'Amazon API Gateway',
    kind: 'gateway',
    made: [['x-amzn-errortype', /./]],
    passed: [['x-amz-apigw-id', /./]],
    look: 'the stage, its integration and its authorizer in API Gateway, and their CloudWatch log',
    source: 'docs.aws.amazon.com/apigateway/latest/developerguide/supported-gateway-response-types.html',
  },
  {
    name: 'Azure Application Gateway',
    kind: 'balancer',
    made: [
      ['server', /^Microsoft-Azure-Application-Gateway/i],
      [body, /<center>Microsoft-Azure-Application-Gateway/],
    ],
    passed: [],
    look: 'the backend health of the Application Gateway: probe, host name, trusted root of the backend',
    source: 'learn.microsoft.com/azure/application-gateway/application-gateway-troubleshooting-502',
  },
  {
    name: 'Google Cloud Load Balancing',
    kind: 'balancer',
    made: [[body, /The server encountered a temporary error and could not complete your request\.<p>/]],
    passed: [['via', /\b1\.1 google\b/i]],
    look: 'the backend service: health checks, firewall rules for 130.211.0.0/22 and 35.191.0.0/16, statusDetails in the log',
    source: 'cloud.google.com/load-balancing/docs/https/troubleshooting-ext-https-lbs',
  },
  {
    name: 'Istio',
    kind: 'gateway',
    made: [],
    passed: [['server', /^istio-envoy/i]],
    look: 'the response flags (UF, UH, NR, URX ...) in the access log of the sidecar or gateway',
    source: 'istio.io/latest/docs/ops/common-problems/network-issues',
  },
  {
    name: 'Envoy',
    kind: 'gateway',
    made: [
      [
        body,
        /^(?:upstream connect error or disconnect\/reset before headers|no healthy upstream|upstream request timeout)/,
      ],
      [body, /^(?:RBAC: access denied|local_rate_limited)/],
      ['x-envoy-overloaded', /./],
      ['x-envoy-ratelimited', /./],
      ['x-envoy-immediate-health-check-fail', /./],
    ],
    passed: [
      ['server', /^(?:istio-)?envoy/i],
      ['x-envoy-upstream-service-time', /./],
    ],
    look: 'the response flags (UF, UH, NR, URX ...) in its access log, and the health of the cluster',
    source: 'www.envoyproxy.io/docs/envoy/latest/configuration/observability/access_log/usage#response-flags',
  },
  {
    name: 'Kubernetes ingress (default backend)',
    kind: 'gateway',
    made: [[body, /^(?:default backend - 404|response 404 \(backend NotFound\))/]],
    passed: [],
    look: 'the Ingress: no rule has this host and path (kubectl get ingress -A), or its class is not the one of this controller',
    source: 'kubernetes.github.io/ingress-nginx/user-guide/default-backend',
  },
  {
    name: 'HAProxy',
    kind: 'balancer',
    made: [
      [body, /No server is available to handle this request\./],
      [body, /The server (?:didn't respond in time|returned an invalid or incomplete response)\./],
      [
        body,
        /Request forbidden by administrative rules\.|Your browser didn't send a complete request in time\./,
      ],
    ],
    passed: [],
    look: 'the termination state in its log (SC--, sH--, PH-- ...) and "show servers state"',
    source: 'docs.haproxy.org/3.0/configuration.html#8.5',
  },
  {
    name: 'Kong',
    kind: 'gateway',
    made: [
      ['x-kong-response-latency', /./],
      [body, /no Route matched with those values|An invalid response was received from the upstream server/],
    ],
    passed: [
      ['via', /\bkong\//i],
      ['x-kong-upstream-latency', /./],
    ],
    look: 'its routes, upstream targets and error log',
    source: 'developer.konghq.com/gateway/configuration (headers)',
  },
  {
    name: 'Traefik',
    kind: 'gateway',
    made: [],
    passed: [['x-traefik-router', /./]],
    look: 'its dashboard: routers that match, services and their health',
    source: 'doc.traefik.io/traefik/routing/overview',
  },
];
