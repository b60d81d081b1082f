import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { redirectsTo } from '../support/farm/http-answers.ts';
import { openInwardWorld } from '../support/hostile/inward.ts';
import { answerWays } from '../support/hostile/ways-inward/answers.ts';
import { certificateWays } from '../support/hostile/ways-inward/certificates.ts';
import { conversationWays } from '../support/hostile/ways-inward/conversations.ts';
import { delegationWays, gluedTo } from '../support/hostile/ways-inward/delegations.ts';
import { documentWays } from '../support/hostile/ways-inward/documents.ts';
import { recordWays } from '../support/hostile/ways-inward/records.ts';
import { typedWays } from '../support/hostile/ways-inward/typed.ts';
import { fine } from '../support/hostile/ways-inward/way.ts';

const ways = [
  ...typedWays,
  ...recordWays,
  ...delegationWays,
  ...answerWays,
  ...certificateWays,
  ...documentWays,
  ...conversationWays,
];

it('is told in docs/security.md by how many ways, and in how many spellings', () => {
  const page = readFileSync(new URL('../../docs/security.md', import.meta.url), 'utf8');
  expect(page).toContain(`tries ${ways.length} ways `);
  expect(page).toContain(`(${typedWays.length} of them)`);
});

describe.concurrent('nothing leads inward', () => {
  it.each(ways.map((way) => [way.what, way] as const))('%s', async (_what, { attempt, leads }) => {
    await using shut = await openInwardWorld({ open: false });
    await attempt(shut);
    expect(shut.visits()).toBe(0);
    // The same where the policy lets it: else this row would prove nothing.
    await using open = await openInwardWorld({ open: true });
    await attempt(open);
    expect(open.visits() > 0).toBe(leads);
  });
});

describe.concurrent('a metadata service is reached by nobody whose network merely holds it', () => {
  const services = ['169.254.169.254', '100.100.100.200', 'fd00:ec2::254'];

  it.each(services)('%s, from a channel that may reach the whole of its network', async (address) => {
    await using world = await openInwardWorld({ open: true });
    const host = address.includes(':') ? `[${address}]` : address;
    const url = `http://${host}/latest/meta-data/`;
    const redirecting = await world.serve(redirectsTo(url));
    Object.assign(world.dns.records, { 'evil.test': { [host === address ? 'A' : 'AAAA']: [address] } });
    const served = { alone: true, caIssuers: url, ocsp: url, crl: url };
    const looks = [
      await world.look(url),
      await world.look('http://evil.test/'),
      await world.look(`http://site.test:${redirecting}/`),
      await world.look(`https://site.test:${await world.serveTls(fine, served)}/`),
      await gluedTo(address).attempt(world),
    ];
    for (const look of looks) expect(JSON.stringify(look)).toContain('cloud metadata');
  });
});
