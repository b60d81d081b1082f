import { spawnSync } from 'node:child_process';

/** Whether this machine has the peer that tests and benches compare with. */
export const sslscanIsHere = spawnSync('sslscan', ['--version']).status === 0;

/** "TLS 1.2 ECDHE-RSA-AES128-GCM-SHA256" for each suite that sslscan's XML says was accepted. */
export function acceptedBySslscan(xml: string): readonly string[] {
  return [...xml.matchAll(/<cipher [^>]*>/g)].flatMap(([tag]) => {
    const value = (name: string) => new RegExp(` ${name}="([^"]*)"`).exec(tag)?.[1] ?? '';
    if (!/^(accepted|preferred)$/.test(value('status'))) return [];
    return [`${value('sslversion').replace(/^(TLS|SSL)v/, '$1 ')} ${value('cipher')}`];
  });
}

/** Versions that its XML says are on, newest first. */
export function versionsBySslscan(xml: string): readonly string[] {
  const found = [...xml.matchAll(/<protocol type="(\w+)" version="([\d.]+)" enabled="1"/g)];
  return found
    .map(([, type = '', version = '']) => `${type.toUpperCase()} ${version}`)
    .toSorted()
    .toReversed();
}
