import { describe, expect, it } from 'vitest';
import { targetUrl } from '../../src/core/target.ts';
import { read, told } from '../support/list-reading.ts';

const fileSd = `[
  {
    "targets": ["https://api.example.org", "https://pay.example.org:8443/health"],
    "labels": { "team": "payments", "env": "prod", "__meta_x": "y" }
  },
  { "targets": ["mail.example.org:25"], "labels": { "__param_module": "smtp_starttls" } },
  { "targets": ["192.0.2.1"], "labels": { "__param_module": "icmp" } }
]`;

const whole = `
global:
  scrape_interval: 30s
scrape_configs:
  - job_name: node
    static_configs:
      - targets: ['localhost:9100']
  - job_name: blackbox-http
    metrics_path: /probe
    params:
      module: [http_2xx]
    static_configs:
      - targets:
          - https://www.example.org/
          - shop.example.org
          - http://plain.example.org
        labels:
          env: prod
    relabel_configs:
      - source_labels: [__address__]
        target_label: __param_target
      - target_label: __address__
        replacement: 127.0.0.1:9115
  - job_name: blackbox-tcp
    metrics_path: /probe
    params: {module: [tcp_connect]}
    static_configs:
      - targets: ['imap.example.org:993', 'db.example.org:5432', 'old.example.org:23', '[2001:db8::1]:443']
  - job_name: tls
    metrics_path: /probe
    params: {module: [tls_connect]}
    file_sd_configs:
      - files: [targets/*.json]
    static_configs:
      - targets: ['vault.example.org:8200']
  - job_name: secure-exporter
    scheme: https
    static_configs:
      - targets: ['exporter.example.org:9443']
`;

describe('targets of Prometheus', () => {
  it('from a file_sd file keep their labels, and what is no certificate is named', () => {
    const list = read(fileSd, 'targets.json');
    expect(list.format).toBe('prometheus');
    expect(list.entries.map(({ line, target, labels }) => [line, targetUrl(target), labels])).toEqual([
      [3, 'https://api.example.org:443/', { team: 'payments', env: 'prod' }],
      [3, 'https://pay.example.org:8443/health', { team: 'payments', env: 'prod' }],
      [6, 'smtp://mail.example.org:25/', {}],
    ]);
    expect(told(list)).toEqual([
      expect.stringMatching(/^7 The module sends pings\..*192\.0\.2\.1 stays out/),
    ]);
  });

  it('from a file_sd file in YAML', () => {
    const list = read(
      '- targets:\n    - a.example:443\n    - b.example:636\n  labels:\n    team: x\n',
      'sd.yml',
    );
    expect(list.entries.map(({ line, target }) => [line, targetUrl(target)])).toEqual([
      [2, 'https://a.example:443/'],
      [3, 'ldaps://b.example:636/'],
    ]);
  });

  it('from prometheus.yml by the module of each job', () => {
    const list = read(whole, 'prometheus.yml');
    expect(list.format).toBe('prometheus');
    expect(list.entries.map(({ target, labels }) => [targetUrl(target), labels])).toEqual([
      ['https://www.example.org:443/', { job: 'blackbox-http', env: 'prod' }],
      ['https://shop.example.org:443/', { job: 'blackbox-http', env: 'prod' }],
      ['imaps://imap.example.org:993/', { job: 'blackbox-tcp' }],
      ['postgres://db.example.org:5432/', { job: 'blackbox-tcp' }],
      ['tls://[2001:db8::1]:443/', { job: 'blackbox-tcp' }],
      ['tls://vault.example.org:8200/', { job: 'tls' }],
      ['https://exporter.example.org:9443/', { job: 'secure-exporter' }],
    ]);
    expect(told(list)).toEqual([
      expect.stringMatching(/^7 The job node scrapes localhost:9100 over plain HTTP/),
      expect.stringMatching(/^16 http:\/\/plain\.example\.org has no certificate/),
      expect.stringMatching(/^28 tcp:\/\/old\.example\.org:23 has no certificate/),
    ]);
    expect(list.remarks).toEqual([expect.stringMatching(/^The job tls has targets in file_sd_configs/)]);
  });

  it.each([
    ['http_post_2xx', 'a.example', 'https://a.example:443/'],
    ['http_2xx_ipv4', 'https://a.example/x', 'https://a.example:443/x'],
    ['tcp_tls', 'a.example:5000', 'tls://a.example:5000/'],
    ['ssl_expiry', 'a.example:443', 'tls://a.example:443/'],
    ['imap_starttls', 'a.example', 'imap://a.example:143/'],
    ['pop3_starttls', 'a.example:110', 'pop3://a.example:110/'],
    ['smtp_starttls', 'a.example:587', 'smtp://a.example:587/'],
    ['xmpp_starttls', 'a.example:5222', 'xmpp://a.example:5222/'],
    ['pop3s_banner', 'a.example:995', 'pop3s://a.example:995/'],
    ['grpc', 'a.example:443', 'grpcs://a.example:443/'],
    ['tcp_connect_tls', 'a.example:636', 'ldaps://a.example:636/'],
    ['tcp_starttls', 'a.example:25', 'smtp://a.example:25/'],
  ])('the module %s of %s is %s', (module, target, url) => {
    const list = read(JSON.stringify([{ targets: [target], labels: { __param_module: module } }]));
    expect(told(list)).toEqual([]);
    expect(list.entries.map((entry) => targetUrl(entry.target))).toEqual([url]);
  });

  it.each(['icmp', 'icmp_ttl5', 'dns_udp', 'ssh_banner', 'grpc_plain', 'my_own_module', 'irc_banner'])(
    'the module %s is refused with a reason',
    (module) => {
      const list = read(
        JSON.stringify([{ targets: ['a.example:9000'], labels: { __param_module: module } }]),
      );
      expect(list.entries).toEqual([]);
      expect(list.problems).toHaveLength(1);
    },
  );

  it('that are no groups are named, and syntax that cannot be read stops at its line', () => {
    expect(told(read('[{"targets": "a.example"}, {"targets": ["b.example"]}]', 'x.json'))).toEqual([
      expect.stringMatching(/^1 A group of targets is wanted/),
    ]);
    const broken = read('[\n{"targets": ["a.example"]},\n{"targets": ["b.example"\n]', 'x.json');
    expect(broken.entries).toEqual([]);
    expect(broken.problems.length).toBeGreaterThan(0);
  });
});
