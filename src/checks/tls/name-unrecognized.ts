import { defineCheck } from '../../core/check.ts';
import { tlsProbe } from '../../probes/tls.ts';
import { noHandshake } from '../reading/tls/total.ts';

export const nameUnrecognized = defineCheck({
  id: 'tls/name-unrecognized',
  severity: 'fatal',
  blame: 'target',
  title: 'The server serves no site of this name',
  explanation:
    'The client said which name it wants (SNI) and the server answered that it has no such site. Either the site is not configured on this server, or DNS leads to the wrong server.',
  fix: 'Add the name to a TLS site on this server (nginx: server_name; Apache: ServerName or ServerAlias; HAProxy: a crt with that name; Caddy: the site address; cloud: a certificate on the listener), or correct DNS. In nginx ssl_reject_handshake on gives this answer for every unknown name.',
  citation: 'RFC 6066 §3',
  reads: { tls: tlsProbe },
  judge({ tls }, { target }) {
    return noHandshake(tls, target, 'name-unrecognized', ({ address }) => ({
      title: `${address} serves no site named ${tls.serverName ?? target.host}`,
    }));
  },
});
