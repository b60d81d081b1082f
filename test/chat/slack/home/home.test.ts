import { describe, expect, it } from 'vitest';
import { commands } from '../../../../commands/index.ts';
import type { CommandServices } from '../../../../src/core/services.ts';
import type { Home, HomeAsked } from '../../../../src/core/watch/home.ts';
import { memoryServices } from '../../../support/commanding.ts';
import { sampleIncident } from '../../../support/samples/sample-incident.ts';
import { certificateEnding, dayMs, newEndpoint, noon, sightingOf } from '../../../support/store-fixtures.ts';
import { connect, modes, shows } from '../connected.ts';

function row(name: string, daysLeft: number): Home['rows'][number] {
  const endpoint = { ...newEndpoint(name), id: name, addedAt: noon };
  return {
    endpoint,
    sighting: sightingOf(name, { certificate: certificateEnding(daysLeft * dayMs) }),
    state: daysLeft < 30 ? 'due' : 'ok',
    undelivered: null,
  };
}

/** `count` endpoints of whoever asks. */
function owning(count: number, parts: Partial<Home> = {}) {
  const asked: HomeAsked[] = [];
  const rows = Array.from({ length: count }, (_, at) => row(`host-${at}.example.org`, 10 + at));
  const homeOf: CommandServices['homeOf'] = async (question) => {
    asked.push(question);
    const { who, from, limit } = question;
    const page = rows.slice(from, from + limit);
    return {
      ...{ who, alarms: [], rows: page, from, owned: count, watched: count + 3, digests: [], rules: [] },
      ...parts,
    };
  };
  return { asked, homeOf };
}

function connected(parts: Partial<CommandServices> = {}, mode: (typeof modes)[number] = 'Socket Mode') {
  const services = memoryServices({ now: () => noon, ...parts });
  return connect(commands, { mode, world: { services, now: () => noon } });
}

describe.each(modes)('the Home tab, over %s', (mode) => {
  it('shows what is mine when it is opened, alarms first, with what can be done', async () => {
    const { homeOf, asked } = owning(2, {
      alarms: [sampleIncident()],
      digests: [
        { place: { platform: 'slack', channel: 'C0OPS' }, cron: '0 9 * * 1-5', zone: 'UTC', setBy: 'bo' },
      ],
    });
    await using here = await connected({ homeOf }, mode);
    const { slack } = here;
    const group = slack.addUsergroup('payments', [slack.user]);
    slack.addUsergroup('others');
    await slack.openHome();
    const home = await slack.until(() => slack.homeOf() ?? undefined, 'Home tab');
    expect(asked).toMatchObject([{ who: { id: slack.user.id, name: 'alice' }, groups: [{ id: group.id }] }]);
    expect(home.shown).toMatch(
      /2 watched endpoints are yours; one alarm of yours is open\.[\s\S]*Open alarm[\s\S]*pay\.example\.com[\s\S]*My certificates, soonest end first[\s\S]*host-0\.example\.org ends[\s\S]*renewal due[\s\S]*#C0OPS[\s\S]*Digests where my alarms go[\s\S]*Settings in force[\s\S]*Quiet hours/,
    );
    expect(home.buttons.map(({ label }) => label)).toEqual([
      'Watch a target ...',
      'Check a target ...',
      'Renewed, check now',
      'On it until ...',
      'Snooze ...',
      'Not mine ...',
      ...['Check', 'Edit ...', 'Mute ...', 'Check', 'Edit ...', 'Mute ...'],
    ]);
    expect(home.pings).toEqual({ users: [], groups: [], everybody: false });
    expect(slack.refused).toEqual([]);
  });
});

describe('the Home tab', () => {
  it('of somebody who owns nothing says how to begin, and opens the form for it', async () => {
    await using here = await connected();
    const { slack } = here;
    await slack.openHome();
    const home = await slack.until(() => slack.homeOf() ?? undefined, 'Home tab');
    expect(home.shown).toMatch(/Nothing that is watched is yours[\s\S]*How to begin[\s\S]*\/watch add/);
    await slack.pressHome('Watch a target ...');
    await slack.submit(await slack.nextForm(), { target: 'api.example.org' });
    const told = await slack.nextMessage(shows('its certificate is in order'));
    expect(slack.workspace.channel(told.channel).with).toBe(slack.user.id);
    const after = await slack.until(
      () =>
        slack.homeOf()?.shown.includes('Done last: api.example.org is watched now')
          ? slack.homeOf()
          : undefined,
      'Home tab that says what was done',
    );
    expect(after?.published).toBe(2);
    expect(slack.refused).toEqual([]);
  });

  it('runs what needs no form at once, answers in direct messages and says what came of it', async () => {
    const { homeOf } = owning(1);
    await using here = await connected({ homeOf });
    const { slack } = here;
    await slack.openHome();
    await slack.until(() => slack.homeOf() ?? undefined, 'Home tab');
    await slack.pressHome('Check', 'host-0');
    const told = await slack.nextMessage(shows('host-0.example.org'));
    expect(slack.workspace.channel(told.channel).kind).toBe('direct');
    await slack.until(
      () =>
        /Done last: host-0\.example\.org (?!.*under way)/.test(slack.homeOf()?.shown ?? '')
          ? true
          : undefined,
      'Home tab with the verdict',
    );
    expect(slack.refused).toEqual([]);
  });

  it('turns its pages, and stays within the blocks of a view', async () => {
    const { homeOf, asked } = owning(1000, { alarms: Array.from({ length: 40 }, () => sampleIncident()) });
    await using here = await connected({ homeOf });
    const { slack } = here;
    await slack.openHome();
    const first = await slack.until(() => slack.homeOf() ?? undefined, 'Home tab');
    expect(first.shown).toContain('My certificates, 1 to 15 of 1000');
    await slack.pressHome('Later');
    await slack.until(
      () => (slack.homeOf()?.shown.includes('16 to 30 of 1000') ? true : undefined),
      'second page',
    );
    await slack.pressHome('Earlier');
    await slack.until(() => (slack.homeOf()?.shown.includes(' 1 to 15 ') ? true : undefined), 'first page');
    expect(asked.map(({ from }) => from)).toEqual([0, 15, 0]);
    expect(slack.refused).toEqual([]);
  });

  it('is made for its own tab alone, and again where another view came between', async () => {
    const { homeOf, asked } = owning(1);
    await using here = await connected({ homeOf });
    const { slack, logged } = here;
    await slack.openHome(slack.user, 'messages');
    await slack.openHome();
    await slack.until(() => slack.homeOf() ?? undefined, 'Home tab');
    expect(asked).toHaveLength(1);
    slack.failNext('views.publish', { error: 'hash_conflict' });
    await slack.openHome();
    await slack.until(() => (slack.homeOf()?.published === 2 ? true : undefined), 'second view');
    expect(logged.filter(({ level }) => level === 'error')).toEqual([]);
  });

  it('says so where the store or the groups cannot be read', async () => {
    const { homeOf } = owning(1);
    let isBroken = true;
    await using here = await connected({
      homeOf: (asked) => (isBroken ? Promise.reject(new Error('disk full')) : homeOf(asked)),
    });
    const { slack, logged } = here;
    await slack.openHome();
    await slack.until(
      () => (slack.homeOf()?.shown.includes('could not be looked up') ? true : undefined),
      'words',
    );
    expect(logged.filter(({ level }) => level === 'error')).toHaveLength(1);
    isBroken = false;
    slack.advance(120_000);
    slack.failNext('usergroups.list', { error: 'missing_scope' });
    await slack.openHome();
    await slack.until(() => (slack.homeOf()?.shown.includes('host-0') ? true : undefined), 'what is mine');
  });
});
