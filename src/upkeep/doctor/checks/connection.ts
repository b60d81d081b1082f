import { type DoctorLine, skipped, warning, well, wrong } from '../../../core/doctor.ts';
import type { VantageReport } from '../../../core/vantage/vantage.ts';
import type { DoctorCheck } from '../check.ts';

export const connectionCheck: DoctorCheck = {
  name: 'connection',
  deadlineMs: 15_000,
  async look({ vantage }) {
    const report = await vantage();
    if (report === null) return [skipped('The settings of the way out are wrong, see above.')];
    return [resolverLine(report), ...referenceLines(report)];
  },
};

function resolverLine({ resolver, servers }: VantageReport): DoctorLine {
  const named = servers.join(', ') || 'none';
  if (servers.length === 0)
    return wrong(
      'There is no resolver: no name can be looked up.',
      'Set DNS_SERVERS, or mend /etc/resolv.conf.',
    );
  if (resolver === null) return well(`Resolvers: ${named}. Nobody was asked (REFERENCE_HOSTS=off).`);
  const silent = resolver.answers.filter(({ rcode }) => rcode === null).length;
  const failed = resolver.answers.filter(({ rcode }) => rcode !== null && rcode !== 'NOERROR').length;
  if (silent + failed > 0 && silent + failed === resolver.answers.length) {
    return wrong(
      `The resolvers (${named}) answer for none of the names that were asked.`,
      'Look at DNS_SERVERS or /etc/resolv.conf, and at firewalls for port 53.',
    );
  }
  if (silent + failed > 0)
    return warning(
      `The resolvers (${named}) answered for some names and not for others.`,
      '/vantage shows which.',
    );
  return well(`The resolvers answer: ${named}.`);
}

function referenceLines({ references }: VantageReport): readonly DoctorLine[] {
  if (references === null)
    return [skipped('REFERENCE_HOSTS is off: way out and clock are not held against others.')];
  const heard = references.references.filter(({ connected }) => connected).length;
  const asked = references.references.length;
  if (asked === 0) return [warning('No reference host could be asked.', '/vantage shows why.')];
  if (heard === 0) {
    return [
      warning(
        `None of ${asked} reference hosts can be reached.`,
        'Where this network has no way to the Internet set REFERENCE_HOSTS to hosts of your own, or off. Else look at firewalls.',
      ),
    ];
  }
  return [well(`${heard} of ${asked} reference hosts can be reached.`)];
}
