import { z } from 'zod';
import { parseDatabaseUrl, sslModes } from './core/database-url.ts';
import { chatSettings } from './settings/chat.ts';
import {
  duration,
  isHeartbeatUrl,
  optionalText,
  type SettingPage,
  setting,
  vantageName,
  withDefault,
} from './settings/kinds.ts';
import { processSettings } from './settings/processes.ts';
import { tellingSettings, webhookFamily } from './settings/telling.ts';
import { watchingSettings } from './settings/watching.ts';
import { webSettings } from './settings/web.ts';

export type { SettingPage } from './settings/kinds.ts';

/** Variables whose names hold a name of the reader's own choice; `after`: the row they stand behind. */
export const settingFamilies: readonly (SettingPage & { readonly name: string; readonly after: string })[] = [
  {
    name: 'CLIENT_CERT_<NAME>',
    after: 'EXTRA_CA_FILE',
    group: 'Looking',
    about:
      'File of a client certificate to show where a check asks for it (client:name): PEM with the key in it, or PKCS#12. The key may stand in a file of its own, CLIENT_CERT_<NAME>_KEY; CLIENT_CERT_<NAME>_PASSWORD opens either.',
    example: 'CLIENT_CERT_PAYMENTS=/etc/notafter/payments.pem',
  },
  webhookFamily,
];

/** Every variable Notafter reads, in the order of `.env.example`. */
export const settings = z.object({
  ...chatSettings,
  ...webSettings,
  DATA_DIR: setting(
    { group: 'Store', about: 'Folder of the embedded database.', example: 'data' },
    withDefault('data'),
  ),
  DATABASE_URL: setting(
    {
      group: 'Store',
      about:
        'PostgreSQL database to keep everything in instead (postgres://user:password@host:5432/name), which any number of processes and machines may share; sslmode and sslrootcert as psql has them.',
      example: 'postgres://notafter:...',
      secret: true,
    },
    optionalText.refine(
      (url) => url === undefined || parseDatabaseUrl(url) !== null,
      'postgres://user:password@host:5432/name, with @ : / # % in the password written %40 %3A %2F %23 %25',
    ),
  ),
  PGSSLMODE: setting(
    {
      group: 'Store',
      about:
        'sslmode where DATABASE_URL has none of its own, as for psql: require encrypts, verify-full checks whom to as well. For hosts that hand out a URL which cannot be changed, such as Heroku.',
      example: 'require',
    },
    optionalText.pipe(z.enum(sslModes, { error: `one of ${sslModes.join(', ')}` }).optional()),
  ),
  ALLOWED_NETWORKS: setting(
    {
      group: 'Looking',
      about:
        'Networks in private or reserved ranges that may be checked: addresses or CIDR, comma separated. Cloud metadata needs its own exact address.',
      example: '10.20.0.0/16, 192.168.7.9',
    },
    withDefault(''),
  ),
  DENIED_PORTS: setting(
    {
      group: 'Looking',
      about:
        'Ports that are never dialled, comma separated; 7, 9 and 19 (echo, discard, chargen) unless set.',
      example: '25, 6667',
    },
    withDefault(''),
  ),
  DNS_SERVERS: setting(
    {
      group: 'Looking',
      about: "Resolvers to ask instead of the system's: address or address:port, comma separated.",
      example: '9.9.9.9, [2620:fe::fe]:53',
    },
    withDefault(''),
  ),
  DNSSEC_ROOT_ANCHOR: setting(
    {
      group: 'Looking',
      about:
        "Trust anchors of another DNS root than IANA's: DS or DNSKEY records, comma separated, or a file of them.",
      example: '. IN DS 20326 8 2 E06D44B8...',
    },
    optionalText,
  ),
  HOSTS_FILE: setting(
    {
      group: 'Looking',
      about: 'Hosts file that outranks DNS, as it does for other programs.',
      example: '/etc/hosts',
    },
    withDefault('/etc/hosts'),
  ),
  EXTRA_CA_FILE: setting(
    {
      group: 'Looking',
      about: "PEM file of further trust anchors, beside Mozilla's list.",
      example: '/etc/notafter/company-root.pem',
    },
    optionalText,
  ),
  MOZILLA_CA_FILE: setting(
    {
      group: 'Looking',
      about:
        "PEM file with a newer copy of Mozilla's list than the bundled one, such as curl's cacert.pem; its date is read from its comment.",
      example: '/etc/notafter/cacert.pem',
    },
    optionalText,
  ),
  KNOWN_KEYS_FILE: setting(
    {
      group: 'Looking',
      about:
        "List of keys whose private halves are public, beside the bundled ones: SHA-256 of a public key or a line of Debian's openssl-blacklist on each line, or blocklist.dat of badkeys.",
      example: '/etc/notafter/blocklist.dat',
    },
    optionalText,
  ),
  ARI_DIRECTORIES: setting(
    {
      group: 'Looking',
      about:
        'Further CAs that say when to renew (RFC 9773): issuer=directory URL, comma separated; the issuer by its organisation (in double quotes if that has a comma) or the host of its AIA URL. One at a private address needs ALLOWED_NETWORKS, too.',
      example:
        'Example Corp=https://acme.example.org/directory, *.pki.example.net=https://ca.example.net/acme',
    },
    withDefault(''),
  ),
  CT_LOG_LIST: setting(
    {
      group: 'Looking',
      about:
        'List of certificate transparency logs in place of the bundled one: a file or an https URL in the schema v3 of Chrome, read again daily.',
      example: 'https://www.gstatic.com/ct/log_list/v3/log_list.json',
    },
    optionalText.refine((place) => !/^http:/i.test(place ?? ''), 'a file or an https URL'),
  ),
  CT_SEARCH_URL: setting(
    {
      group: 'Looking',
      about:
        'Search of certificate transparency logs, asked whether a certificate that is due was renewed and not deployed: https://crt.sh/, or another address with {name} where the name goes (answers as of crt.sh or Cert Spotter). Only names of certificates that are due are sent there, a few a day. Left out: nobody is asked.',
      example: 'https://crt.sh/',
    },
    optionalText,
  ),
  REFERENCE_HOSTS: setting(
    {
      group: 'Looking',
      about:
        "Hosts of at least two networks that tell whether this machine's own connection, clock and TLS are sound: name, name:port, name=address or address, comma separated; off asks nobody. Default Cloudflare's and Google's public resolvers over HTTPS, asked only when something is wrong. One at a private address needs ALLOWED_NETWORKS, too.",
      example: 'dns.google=8.8.8.8, www.example.org, intranet.example.net=10.20.0.7',
    },
    withDefault(''),
  ),
  CHECK_TIMEOUT: setting(
    { group: 'Looking', about: 'Longest time for one whole diagnosis.', example: '10s' },
    duration('10s'),
  ),
  SCAN_TIMEOUT: setting(
    {
      group: 'Looking',
      about: 'The same where a TLS scan was asked for, which takes many connections.',
      example: '60s',
    },
    duration('60s'),
  ),
  VANTAGE: setting(
    {
      group: 'Looking',
      about:
        'Name of the place this Notafter looks from, shown with its answers. With DATABASE_URL others ask it by this name: `/check api.example.org from:eu-1,us-1`.',
      example: 'eu-1',
    },
    vantageName,
  ),
  VANTAGE_NAME: setting(
    { group: 'Looking', about: 'Older spelling of VANTAGE, which still works.', example: 'eu-1' },
    vantageName,
  ),
  ...watchingSettings,
  ...tellingSettings,
  ...processSettings,
  INTROSPECTION_CLIENTS: setting(
    {
      group: 'Operations',
      about:
        'Clients that may ask issuers whether a token is still active, for /token: issuer, client id and secret parted by blanks, commas between entries.',
      example: 'https://login.example.org notafter Zk3...',
      secret: true,
    },
    withDefault(''),
  ),
  OTEL_EXPORTER_OTLP_ENDPOINT: setting(
    {
      group: 'Operations',
      about:
        'OpenTelemetry collector that is told of each diagnosis and its probes as traces, over OTLP/HTTP in JSON: its address without /v1/traces.',
      example: 'http://127.0.0.1:4318',
    },
    optionalText.refine(isHeartbeatUrl, 'an http or https URL without a user name or password'),
  ),
  OTEL_SERVICE_NAME: setting(
    { group: 'Operations', about: 'What traces call this process.', example: 'notafter' },
    withDefault('notafter'),
  ),
  LOG_LEVEL: setting(
    {
      group: 'Operations',
      about: 'debug, info, warn, error or silent. The log goes to standard error as JSON lines.',
      example: 'warn',
    },
    withDefault('warn').pipe(
      z.enum(['trace', 'debug', 'info', 'warn', 'error', 'silent'], {
        error: 'one of debug, info, warn, error, silent',
      }),
    ),
  ),
});

/** Those whose values are secret: each may come from the file that NAME_FILE names. */
export const secretNames: ReadonlySet<string> = new Set(
  Object.entries(settings.shape).flatMap(([name, schema]) =>
    (schema.meta() as SettingPage | undefined)?.secret === true ? [name] : [],
  ),
);
