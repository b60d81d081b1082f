import { stringify } from 'yaml';
import type { OfferedFile } from '../core/message.ts';
import { targetUrl } from '../core/target.ts';
import type { Endpoint } from '../core/watch/endpoint.ts';
import type { ListFormat } from '../core/watch/lists/listed.ts';
import { labelsText } from './labels.ts';
import { channelText, ownerText } from './people-text.ts';
import { prometheusGroups } from './write-prometheus.ts';

export type Written = Pick<Endpoint, 'target' | 'home' | 'owners' | 'labels'>;

/** A file that `readList` reads back to the same endpoints, in the order of their URLs. */
export function writeList(endpoints: readonly Written[], format: ListFormat): OfferedFile {
  const sorted = endpoints.toSorted((one, other) => (sortKey(one) < sortKey(other) ? -1 : 1));
  switch (format) {
    case 'yaml':
      return file('watch.yaml', stringify({ endpoints: sorted.map(recordOf) }, { lineWidth: 0 }));
    case 'csv':
      return file('watch.csv', csvText(sorted));
    case 'text':
      return file('watch.txt', sorted.map((endpoint) => `${lineOf(endpoint)}\n`).join(''));
    case 'prometheus':
      return file('watch.json', `${JSON.stringify(prometheusGroups(sorted), null, 2)}\n`);
  }
}

function file(name: string, text: string): OfferedFile {
  return { name, mediaType: 'text/plain', text };
}

function sortKey({ target }: Written): string {
  return [target.host, targetUrl(target), target.address ?? '', target.client ?? ''].join(' ');
}

function recordOf({ target, home, owners, labels }: Written): Readonly<Record<string, unknown>> {
  return {
    target: targetUrl(target),
    ...(target.address === null ? {} : { address: target.address }),
    ...(target.client === null ? {} : { client: target.client }),
    owners: owners.map(ownerText),
    channel: channelText(home),
    labels,
  };
}

function lineOf({ target, home, owners, labels }: Written): string {
  return [
    targetUrl(target),
    ...(target.address === null ? [] : [`address=${target.address}`]),
    ...(target.client === null ? [] : [`client=${target.client}`]),
    `owner=${owners.length === 0 ? 'none' : owners.map(ownerText).join(',')}`,
    `channel=${channelText(home)}`,
    ...(Object.keys(labels).length === 0 ? [] : [`labels=${JSON.stringify(labelsText(labels, ' '))}`]),
  ].join(' ');
}

const columns = ['target', 'address', 'client', 'owners', 'channel', 'labels'] as const;

function csvText(endpoints: readonly Written[]): string {
  const rows = endpoints.map(({ target, home, owners, labels }) => [
    targetUrl(target),
    target.address ?? '',
    target.client ?? '',
    owners.map(ownerText).join(' '),
    channelText(home),
    labelsText(labels, ';'),
  ]);
  return [columns, ...rows].map((row) => `${row.map(csvCell).join(',')}\r\n`).join('');
}

/** RFC 4180 §2. */
function csvCell(value: string): string {
  return /[",;\t|\r\n]|^\s|\s$/.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
}
