import { describe, expect, it } from 'vitest';
import { createResponder } from '../../../../src/chat/slack/answering/responder.ts';
import type { Payload } from '../../../../src/chat/slack/api/payload.ts';
import { recordingLog } from '../../../support/watch-stage.ts';

const payload: Payload = { text: 'done', blocks: [], unfurl_links: false, unfurl_media: false };
const noNetwork = new TypeError('fetch failed');
const refusedWith = (statusCode: number) => Object.assign(new Error(`HTTP ${statusCode}`), { statusCode });

/** Fails like this by turns, and then takes it. */
function failing(...faults: readonly Error[]) {
  const left = [...faults];
  let calls = 0;
  const waited: number[] = [];
  const responder = createResponder(async () => {
    calls += 1;
    const fault = left.shift();
    if (fault !== undefined) throw fault;
    return undefined as never;
  }, recordingLog());
  const { signal } = new AbortController();
  const wait = async (ms: number) => void waited.push(ms);
  return { responder, waited, calls: () => calls, patience: { wait, signal } };
}

describe('an answer by its response_url', () => {
  it('is tried through minutes without a network, which cost none of its five uses', async () => {
    const { responder, patience, waited } = failing(...Array(7).fill(noNetwork));
    expect(await responder.respond('ephemeral', false, payload, patience)).toBe(true);
    expect(waited.reduce((sum, ms) => sum + ms, 0)).toBeGreaterThan(180_000);
    expect(responder.uses()).toBe(1);
  });

  it('is tried again after trouble of Slack, and once where it is used up', async () => {
    const trouble = failing(refusedWith(503), refusedWith(429));
    expect(await trouble.responder.respond('ephemeral', false, payload, trouble.patience)).toBe(true);
    expect(trouble.calls()).toBe(3);
    const usedUp = failing(refusedWith(404), refusedWith(404));
    expect(await usedUp.responder.respond('ephemeral', false, payload, usedUp.patience)).toBe(false);
    expect(usedUp.calls()).toBe(1);
  });

  it('is said once or not at all where something else follows', async () => {
    const { responder, calls } = failing(noNetwork);
    expect(await responder.respond('in_channel', false, payload)).toBe(false);
    expect(calls()).toBe(1);
  });
});
