import { hostPort, targetUrl } from '../core/target.ts';
import type { Endpoint } from '../core/watch/endpoint.ts';
import { labelsText } from './labels.ts';
import { channelText, ownerText } from './people-text.ts';

type Group = { readonly targets: readonly string[]; readonly labels: Readonly<Record<string, string>> };

/**
 * For `file_sd_configs` of a job that asks the blackbox exporter; endpoints with the same labels are one group. What
 * Prometheus has no place for goes into labels that it drops by itself.
 */
export function prometheusGroups(
  endpoints: readonly Pick<Endpoint, 'target' | 'home' | 'owners' | 'labels'>[],
): readonly Group[] {
  const groups = new Map<string, { targets: string[]; labels: Readonly<Record<string, string>> }>();
  for (const endpoint of endpoints) {
    const labels = labelsOf(endpoint);
    const key = JSON.stringify(labels);
    const group = groups.get(key) ?? { targets: [], labels };
    group.targets.push(probeTarget(endpoint));
    groups.set(key, group);
  }
  return [...groups.values()];
}

function labelsOf({
  target,
  home,
  owners,
  labels,
}: Pick<Endpoint, 'target' | 'home' | 'owners' | 'labels'>): Readonly<Record<string, string>> {
  const all = Object.entries(labels);
  const further = all.filter(([key]) => !isLabelName(key));
  const { scheme } = target;
  return Object.fromEntries([
    ...all.filter(([key]) => isLabelName(key)),
    ...(scheme === 'https'
      ? [['__param_module', 'http_2xx']]
      : [
          ['__param_module', moduleOf(scheme)],
          ['__notafter_scheme', scheme],
        ]),
    ['__notafter_owners', owners.length === 0 ? 'none' : owners.map(ownerText).join(' ')],
    ['__notafter_channel', channelText(home)],
    ...(target.address === null ? [] : [['__notafter_address', target.address]]),
    ...(target.client === null ? [] : [['__notafter_client', target.client]]),
    ...(further.length === 0 ? [] : [['__notafter_labels', labelsText(Object.fromEntries(further), ' ')]]),
  ]);
}

/** Names that begin with two underscores, or that decide about the target, would be read as something else. */
function isLabelName(key: string): boolean {
  return /^[a-zA-Z_][a-zA-Z0-9_]*$/.test(key) && !key.startsWith('__') && key !== 'module';
}

function probeTarget({ target }: Pick<Endpoint, 'target'>): string {
  if (target.scheme === 'https') return targetUrl(target);
  return `${hostPort(target.host, target.port)}${target.path === '/' ? '' : target.path}`;
}

/** As the example file of the exporter calls them. */
function moduleOf(scheme: string): string {
  return ['smtp', 'imap', 'pop3'].includes(scheme) ? `${scheme}_starttls` : 'tcp_tls';
}
