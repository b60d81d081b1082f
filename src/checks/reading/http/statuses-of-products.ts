const origin = 'This answer comes from a CDN (Cloudflare numbers it so) about the origin behind it';

/** Statuses outside the registry of IANA, by those who use them. */
export const productStatuses: Readonly<Record<number, StatusPage>> = {
  440: {
    meaning: 'the session has timed out (Microsoft IIS)',
    fix: 'Nothing to do for a client without a session; otherwise log in again.',
  },
  444: {
    meaning: 'a proxy passed on the mark for "no response" (nginx)',
    fix: 'nginx closes the connection on "return 444": find out which rule does, and who turns it into an answer.',
  },
  460: {
    meaning: 'the client went away before the load balancer had an answer (AWS)',
    fix: 'The target is slower than the client is patient: compare the idle timeout of the load balancer with the timeout of the client.',
  },
  464: {
    meaning: 'the protocol of the request does not fit the target group (AWS)',
    fix: 'Set the protocol version of the target group: HTTP1 for plain services, gRPC or HTTP2 only for those that speak it.',
  },
  494: {
    meaning: 'the request headers are too large for it (nginx)',
    fix: 'Raise large_client_header_buffers, or look for cookies that pile up.',
  },
  495: {
    meaning: 'it does not accept the client certificate (nginx)',
    fix: 'Check the client certificate against ssl_client_certificate and ssl_verify_depth: issuer, dates, purpose (clientAuth).',
  },
  496: {
    meaning: 'it wants a client certificate (nginx)',
    fix: 'Show one (client:NAME with a CLIENT_CERT_ profile), or make it optional (ssl_verify_client optional).',
  },
  497: {
    meaning: 'plain HTTP was spoken to an HTTPS port (nginx)',
    fix: 'Correct the scheme of the target or of the proxy in front; nginx can send such clients on with "error_page 497 https://$host$request_uri".',
  },
  499: {
    meaning: 'the client went away before there was an answer (nginx)',
    fix: 'A proxy in front gave up first: compare its timeout with the time the application takes.',
  },
  520: {
    meaning: 'the origin gave the CDN an answer it cannot use',
    fix: `${origin}: read the log of the origin, and look for crashes and oversized headers.`,
  },
  521: {
    meaning: 'the origin refuses the connections of the CDN',
    fix: `${origin}: start its web server, and allow the address ranges of the CDN in its firewall.`,
  },
  522: {
    meaning: 'the origin does not answer the connections of the CDN',
    fix: `${origin}: check that it is up, that DNS in the CDN has its current address, and that its firewall allows the CDN.`,
  },
  523: {
    meaning: 'the CDN finds no way to the origin',
    fix: `${origin}: correct its address in the DNS settings of the CDN.`,
  },
  524: {
    meaning: 'the origin took the request of the CDN and did not answer in time',
    fix: `${origin}: the application is too slow; move long work to the background.`,
  },
  525: {
    meaning: 'the TLS handshake between CDN and origin fails',
    fix: `${origin}: check it as its own target with the address option; it needs TLS and a certificate.`,
  },
  526: {
    meaning: 'the CDN does not trust the certificate of the origin',
    fix: `${origin}: its certificate has expired, is self-signed or has another name. Renew it, or install an origin certificate of the CDN.`,
  },
  527: {
    meaning: 'the listener beside the origin (Railgun) fails',
    fix: `${origin}: Railgun has been switched off; remove it from the settings of the zone.`,
  },
  529: {
    meaning: 'the service is overloaded',
    fix: 'Wait as long as Retry-After says, and add capacity where the load comes from ordinary clients.',
  },
  530: {
    meaning: 'the CDN cannot resolve or reach the origin',
    fix: `${origin}: correct the name of the origin in the settings of the CDN; for a tunnel, start cloudflared.`,
  },
  561: {
    meaning: 'the identity provider of the load balancer refused the login (AWS)',
    fix: 'Check the OIDC settings of the listener rule: endpoints, client id and secret.',
  },
};

/** What a status means, as the end of a sentence, and what to do about it. */
export type StatusPage = { readonly meaning: string; readonly fix: string };
