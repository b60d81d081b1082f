import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Place } from '../../src/core/people.ts';
import { parseTarget } from '../../src/core/target.ts';
import { lookAt } from '../../src/monitor/looking/look.ts';
import { createMemoryLog } from '../chat/discord/fake-world.ts';
import { forgeLeaf, forgeRoot } from '../support/certificates/forge.ts';
import { realNow } from '../support/diagnosing.ts';
import { startListener } from '../support/farm/listener.ts';
import { insiders, outsiders } from '../support/hostile/inward.ts';
import {
  consoleToken,
  hookSecret,
  openWholeConsole,
  type WholeConsole,
} from '../support/hostile/whole-console.ts';
import { noSignal } from '../support/loopback.ts';

const inside = '127.66.0.1';
const opened = `networks: [{ in: [slack:${insiders.channel}], allow: [127.66.0.0/16] }]\n`;

/** How the inside is opened, for the second half of each row: to everybody, or to the channel that is answered. */
type Opening = Readonly<Record<string, string>>;
const toAll: Opening = { ALLOWED_NETWORKS: '127.0.0.0/8' };
const toChannel: Opening = { HOOK_PLACE: `slack:${insiders.channel}` };

type Way = {
  readonly what: string;
  readonly leads: boolean;
  readonly opening: Opening;
  go(world: WholeConsole, at: string): Promise<unknown>;
};

function scraped(what: string, query: (at: string) => string): Way {
  return {
    ...{ what, leads: true, opening: toAll },
    async go({ url }, at) {
      const headers = { authorization: `Bearer ${consoleToken}` };
      const answer = await fetch(`${url}probe?${query(at)}`, { headers });
      expect(answer.status).toBe(200);
    },
  };
}

function alerted(what: string, leads: boolean, change: (at: string) => object, path = 'alertmanager'): Way {
  return {
    ...{ what, leads, opening: toChannel },
    async go({ url }, at) {
      const alert = {
        ...{
          status: 'firing',
          labels: { alertname: 'Down', instance: 'tcp://127.0.0.1:9' },
          annotations: {},
        },
        ...{ startsAt: new Date().toISOString(), fingerprint: randomUUID(), ...change(at) },
      };
      const answer = await fetch(`${url}hooks/${path}`, {
        method: 'POST',
        headers: { authorization: `Bearer ${hookSecret}` },
        body: JSON.stringify({ alerts: [alert], externalURL: `https://${at}/`, ...change(at) }),
      });
      expect(answer.status).toBe(200);
    },
  };
}

/** A line typed on the console, which is an admin's: the inside is open to one channel only. */
function ran(what: string, leads: boolean, body: (at: string) => object): Way {
  return {
    ...{ what, leads, opening: toAll },
    async go({ url }, at) {
      const headers = { authorization: `Bearer ${consoleToken}`, 'content-type': 'application/json' };
      const answer = await fetch(`${url}api/run`, {
        method: 'POST',
        headers,
        body: JSON.stringify(body(at)),
      });
      await answer.text();
      expect(answer.status).toBe(200);
    },
  };
}

function certificateWith(at: string): string {
  const url = [`http://${at}/x`];
  const root = forgeRoot({ now: realNow });
  return forgeLeaf(root, { now: realNow, caIssuers: url, ocsp: url, crl: url }).pem;
}

function tokenOf(at: string): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const url = `https://${at}/`;
  const header = { alg: 'RS256', kid: 'a', jku: url, x5u: url };
  return `${part(header)}.${part({ iss: 'https://127.0.0.1:9', aud: url, exp: 4e9 })}.c2ln`;
}

const ways: readonly Way[] = [
  scraped('/probe', (at) => `target=http://${at}/`),
  scraped('/probe of another module', (at) => `module=tcp_connect&target=${at}`),
  scraped('/probe of TLS', (at) => `module=tcp_tls&target=${at}`),
  scraped('/probe with another host name', (at) => `target=http://${at}/&hostname=site.test`),
  alerted('the instance of an alert', true, (at) => ({ labels: { instance: at } })),
  alerted('the instance of an alert of Grafana', true, (at) => ({ labels: { instance: at } }), 'grafana'),
  alerted('the target label of an alert', true, (at) => ({ labels: { target: `https://${at}/` } })),
  alerted('the annotation of an alert', true, (at) => ({
    annotations: { notafter_target: `https://${at}/` },
  })),
  alerted('every other URL of an alert', false, (at) => ({
    ...{ generatorURL: `https://${at}/`, silenceURL: `https://${at}/`, dashboardURL: `https://${at}/` },
    ...{ panelURL: `https://${at}/`, imageURL: `https://${at}/`, callback: `https://${at}/` },
    annotations: { runbook_url: `https://${at}/`, summary: `see https://${at}/` },
  })),
  ran('URLs of a certificate in a file', false, (at) => ({
    line: '/cert',
    files: [{ name: 'a.pem', base64: Buffer.from(certificateWith(at)).toString('base64') }],
  })),
  ran('where the header of a token says its key is', false, (at) => ({
    line: '/token issuer:https://127.0.0.1:9',
    secret: tokenOf(at),
  })),
  ran('the URL of a list to import', false, (at) => ({ line: `/watch import https://${at}/list.csv` })),
  ran('where a token says its issuer is', true, (at) => ({
    line: `/token issuer:https://${at}`,
    secret: tokenOf(at),
  })),
];

const openings = { shut: {}, all: toAll, channel: toChannel } as const;
const worlds = new Map<Opening, WholeConsole>();
beforeAll(async () => {
  for (const opening of Object.values(openings)) {
    const env = { HOOK_PLACE: `slack:${outsiders.channel}`, ...opening };
    worlds.set(opening, await openWholeConsole({ rules: opened, env, log: createMemoryLog() }));
  }
});
afterAll(async () => {
  for (const world of worlds.values()) await world[Symbol.asyncDispose]();
});

function worldOf(opening: Opening): WholeConsole {
  const world = worlds.get(opening);
  if (world === undefined) throw new Error('it was not opened');
  return world;
}

describe.concurrent('what programs and files say leads nowhere else', () => {
  it.each(ways.map((way) => [way.what, way] as const))('%s', async (_what, { go, leads, opening }) => {
    await using trap = await startListener((socket) => socket.destroy(), { host: inside });
    const at = `${inside}:${trap.port}`;
    await go(worldOf(openings.shut), at);
    expect(trap.connections()).toBe(0);
    // The same where it is open: else this row would prove nothing.
    await go(worldOf(opening), at);
    expect(trap.connections() > 0).toBe(leads);
  });

  it('a list that is imported, at its first look', async () => {
    await using trap = await startListener((socket) => socket.destroy(), { host: inside });
    const target = `https://${inside}:${trap.port}/`;
    const { store, services, config, say } = worldOf(openings.shut).bot;
    const { diagnose, now } = services;
    const bringAndLook = async (place: Place) => {
      expect((await say(`watch import apply:yes ${target}`, place)).summary).toMatch(/1 endpoint added/);
      const endpoint = await store.endpoints.find(parseTarget(target));
      if (endpoint === null) throw new Error('it is not watched');
      await lookAt(endpoint, { store, diagnose, now, signal: noSignal(), serverZone: config.zone });
      await store.endpoints.remove(endpoint.id);
    };
    await bringAndLook(outsiders);
    expect(trap.connections()).toBe(0);
    await bringAndLook(insiders);
    expect(trap.connections()).toBeGreaterThan(0);
  });
});
