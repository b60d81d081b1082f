import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { serve } from '@hono/node-server';
import { Hono } from 'hono';
import ICAL from 'ical.js';
import { describe, expect, test, vi } from 'vitest';
import { property, textValue } from '../../src/core/calendar/icalendar.ts';
import { calendarFeeds, calendarServices } from '../../src/monitor/calendar/calendars.ts';
import { consoleApp } from '../../src/web/app.ts';
import type { AppWorld } from '../../src/web/app-world.ts';
import { addCalendar } from '../../src/web/routes/calendar.ts';
import { alarmStage } from '../monitor/alarms/alarm-stage.ts';
import {
  alice,
  bob,
  certificateEnding,
  dayMs,
  newEndpoint,
  noon,
  ops,
  sightingOf,
} from '../support/store-fixtures.ts';

const owner = { kind: 'owner', who: alice } as const;
const channel = { kind: 'place', place: ops } as const;

async function calendarStage() {
  const stage = await alarmStage();
  const app = new Hono();
  const world = { now: stage.now, publicUrl: null } as unknown as AppWorld;
  addCalendar(app, calendarFeeds(stage.store, stage.now), world);
  const server = serve({ fetch: app.fetch, hostname: '127.0.0.1', port: 0 });
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const calendars = calendarServices(async () => stage.store, {
    now: stage.now,
    consoleUrl: `http://127.0.0.1:${port}/`,
  });
  return {
    ...stage,
    calendars,
    async [Symbol.asyncDispose]() {
      server.close();
      await once(server, 'close');
      await stage[Symbol.asyncDispose]();
    },
  };
}

/** As a calendar reads it. */
async function eventsAt(url: string) {
  const text = await (await fetch(url)).text();
  const calendar = new ICAL.Component(ICAL.parse(text));
  return calendar.getAllSubcomponents('vevent').map((component) => {
    const event = new ICAL.Event(component);
    return {
      uid: event.uid,
      summary: event.summary,
      start: event.startDate.toJSDate().toISOString(),
      sequence: event.sequence,
      description: event.description,
    };
  });
}

test('a calendar reads when certificates are due and end, and a renewal moves both', async () => {
  await using stage = await calendarStage();
  const endpoint = await stage.watch('pay.example.com');
  await stage.watch('other.example.com', { owners: [bob] });
  stage.serves('pay.example.com', 60);
  await stage.look(endpoint);
  const url = await stage.calendars.make(owner, alice);
  const before = await eventsAt(url);
  expect(before.map(({ summary }) => summary)).toEqual(['Renew pay.example.com', 'pay.example.com expires']);
  expect(before[1]?.start).toBe(new Date(noon.getTime() + 60 * dayMs).toISOString());
  stage.pass(dayMs);
  stage.serves('pay.example.com', 89, 'cd');
  await stage.look(endpoint);
  const after = await eventsAt(url);
  expect(after.map(({ uid }) => uid)).toEqual(before.map(({ uid }) => uid));
  expect(after[1]?.sequence).toBeGreaterThanOrEqual(before[1]?.sequence ?? 0);
  expect(after[1]?.start).not.toBe(before[1]?.start);
});

test('nobody else reads it: not under another address, not once it was revoked or replaced', async () => {
  await using stage = await calendarStage();
  const url = await stage.calendars.make(channel, alice);
  const status = async (at: string) => (await fetch(at)).status;
  expect(await status(url)).toBe(200);
  expect(await status(url.replace(/.\.ics$/, (end) => (end[0] === 'A' ? 'E.ics' : 'A.ics')))).toBe(404);
  const next = await stage.calendars.make(channel, bob);
  expect([await status(url), await status(next)]).toEqual([404, 200]);
  expect(await stage.calendars.made(channel)).toMatchObject({ by: bob });
  expect(await stage.calendars.revoke(channel)).toBe(true);
  expect([await status(next), await stage.calendars.revoke(channel)]).toEqual([404, false]);
});

test('who guesses is made to wait, and whoever has an address behind the same server is not', async () => {
  await using stage = await calendarStage();
  const url = await stage.calendars.make(owner, alice);
  const seen: number[] = [];
  for (let n = 0; n < 12; n++) seen.push((await fetch(`${new URL(url).origin}/calendar/${n}.ics`)).status);
  expect(seen.slice(0, 10)).toEqual(Array(10).fill(404));
  expect(seen.slice(10)).toEqual([429, 429]);
  expect((await fetch(url)).status).toBe(200);
});

test('a store that breaks is logged without the address, which is a key', async () => {
  const lines: object[] = [];
  const log = {
    error: (fields: { readonly err: Error }) => void lines.push({ ...fields, err: fields.err.message }),
  };
  const broken = { open: () => Promise.reject(new Error('the store is away')) };
  const app = consoleApp({ log, now: () => noon, calendars: broken } as unknown as AppWorld);
  const response = await app.request(`/calendar/${'k'.repeat(43)}.ics`);
  expect(response.status).toBe(500);
  expect(lines).toEqual([{ err: 'the store is away', path: '/calendar/...' }]);
  expect(await response.text()).not.toContain('kkk');
});

test('it is read once for an answer, and is the same packed and not', async () => {
  await using stage = await calendarStage();
  const endpoint = await stage.watch('pay.example.com');
  stage.serves('pay.example.com', 60);
  await stage.look(endpoint);
  const { endpoints } = stage.store;
  const batches = vi.spyOn(endpoints, 'batches');
  const url = await stage.calendars.make(owner, alice);
  const plain = await fetch(url, { headers: { 'accept-encoding': 'br, gzip;q=0' } });
  const text = await plain.text();
  expect(plain.headers.get('content-encoding')).toBeNull();
  expect(batches).toHaveBeenCalledTimes(1);
  const packed = await fetch(url, { headers: { 'accept-encoding': 'gzip, deflate' } });
  expect(packed.headers.get('content-encoding')).toBe('gzip');
  expect([await packed.text(), packed.headers.get('etag')]).toEqual([text, plain.headers.get('etag')]);
  expect(batches).toHaveBeenCalledTimes(2);
});

test('what did not change is not sent again', async () => {
  await using stage = await calendarStage();
  const endpoint = await stage.watch('pay.example.com');
  stage.serves('pay.example.com', 60);
  await stage.look(endpoint);
  const url = await stage.calendars.make(owner, alice);
  const first = await fetch(url);
  const etag = first.headers.get('etag') ?? '';
  expect(first.headers.get('cache-control')).toBe('private, max-age=900');
  expect(first.headers.get('content-type')).toBe('text/calendar; charset=utf-8');
  await first.text();
  const again = await fetch(url, { headers: { 'if-none-match': etag } });
  expect([again.status, await again.text()]).toEqual([304, '']);
});

test('the address is kept nowhere', async () => {
  await using stage = await calendarStage();
  const url = await stage.calendars.make(owner, alice);
  const token = /calendar\/(.+)\.ics$/.exec(url)?.[1] ?? '';
  expect(token).toMatch(/^[\w-]{43}$/);
  expect(await stage.store.marks.get(`calendar/token/${token}`)).toBeNull();
});

describe('hostile names stay text', () => {
  const hostile = 'x\r\nEND:VCALENDAR\nBEGIN:VALARM,;\\"\u202e\u0000\u2028é日本🔒'.repeat(20);

  test('in names, issuers and owners', async () => {
    await using stage = await calendarStage();
    const owners = [{ ...alice, name: hostile }];
    const endpoint = await stage.watch('pay.example.com', { owners });
    const certificate = {
      ...certificateEnding(60 * dayMs),
      names: Array(200).fill(hostile),
      issuer: hostile,
    };
    await stage.sees(endpoint, { certificate, served: [{ ...certificate, addresses: [] }] });
    const url = await stage.calendars.make({ kind: 'owner', who: { ...alice, name: hostile } }, alice);
    const text = await (await fetch(url)).text();
    const unfolded = text.replaceAll('\r\n ', '');
    expect(unfolded.match(/^END:VCALENDAR/gm)).toHaveLength(1);
    expect(unfolded).not.toMatch(/^BEGIN:VALARM/m);
    expect(text.split('\r\n').every((line) => Buffer.byteLength(line) <= 75)).toBe(true);
    expect(text.length).toBeLessThan(20_000);
    const events = await eventsAt(url);
    expect(events).toHaveLength(2);
    expect(events[0]?.description).toContain('BEGIN:VALARM,;\\"é日本🔒');
  });

  test('a line is folded between characters only', () => {
    const folded = property('SUMMARY', textValue('🔒é'.repeat(60)));
    expect(folded.replaceAll('\r\n ', '')).toBe(`SUMMARY:${'🔒é'.repeat(60)}\r\n`);
    for (const line of folded.split('\r\n')) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
  });
});

test('many endpoints come in pieces', async () => {
  await using stage = await calendarStage();
  const { endpoints } = stage.store;
  const numbers = Array.from({ length: 210 }, (_, n) => n);
  await Promise.all(
    numbers.map(async (n) => {
      const endpoint = await endpoints.add(newEndpoint(`h${n}.example.com`), noon);
      await endpoints.recordLook(sightingOf(endpoint?.id ?? '', {}), [], noon);
    }),
  );
  const url = await stage.calendars.make(channel, alice);
  const token = /calendar\/(.+)\.ics$/.exec(url)?.[1] ?? '';
  const pieces: number[] = [];
  for await (const piece of (await calendarFeeds(stage.store, stage.now).open(token))?.() ?? [])
    pieces.push(piece.length);
  // Head, two batches, end.
  expect(pieces.length).toBe(4);
  expect(await eventsAt(url)).toHaveLength(420);
});
