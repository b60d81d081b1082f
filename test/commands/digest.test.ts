import { describe, expect, it } from 'vitest';
import { digest } from '../../commands/digest.ts';
import { parseLine } from '../../src/chat/asking/parse.ts';
import { caller, memoryServices, run, words } from '../support/commanding.ts';

/** What a line of `/digest` says at last. */
async function said(line: string, services = memoryServices()) {
  const { action, values } = parseLine([digest], line);
  const [last] = (await run(digest, action.name, values, services)).slice(-1);
  return last;
}

describe('/digest', () => {
  it('is set in the zone asked for, else in that of the caller, and stopped', async () => {
    const services = memoryServices();
    const set = await said('/digest at 9:00 America/New_York', services);
    expect(set?.summary).toBe('The digest comes here daily at 09:00, America/New_York.');
    expect((await said('/digest at 17:30', services))?.summary).toContain(`17:30, ${caller.zone}`);
    expect((await said('/digest show', services))?.summary).toContain('17:30');
    expect((await said('/digest off', services))?.summary).toContain('no longer comes');
    expect((await said('/digest show', services))?.summary).toContain('No digest comes here');
    expect((await said('/digest now', services))?.summary).toBe('the digest');
  });

  it('comes on the days that were named, and says the next three times', async () => {
    const set = await said('/digest at 09:00 Europe/Berlin days:mon-fri');
    expect(words(set)).toBe(
      'The digest comes here Monday to Friday at 09:00, Europe/Berlin.\n' +
        'Next: 2026-06-16T07:00:00.000Z; 2026-06-17T07:00:00.000Z; 2026-06-18T07:00:00.000Z\n' +
        'Stop it with /digest off; see it at once with /digest now.',
    );
    expect((await said('/digest at 09:00 days:sat,sun'))?.summary).toContain('Saturday and Sunday');
  });

  it.each([
    ['/digest cron "30 8 * * 1-5" Asia/Tokyo', 'Monday to Friday at 08:30, Asia/Tokyo'],
    ['/digest cron “30 8 * * 1-5” Asia/Tokyo', 'Monday to Friday at 08:30, Asia/Tokyo'],
    ['/digest cron 30 8 * * 1-5 Asia/Tokyo', 'Monday to Friday at 08:30, Asia/Tokyo'],
    ['/digest cron 30 8 * * 1-5 zone:Asia/Tokyo', 'Monday to Friday at 08:30, Asia/Tokyo'],
    ['/digest cron "0 9 1 * *"', 'by cron "0 9 1 * *", Europe/Berlin'],
    ['/digest cron @daily UTC', 'daily at 00:00, UTC'],
  ])('reads %s', async (line, sentence) => {
    expect((await said(line))?.summary).toBe(`The digest comes here ${sentence}.`);
  });

  it.each([
    ['/digest at 25:00', /is not a time of day/],
    ['/digest at 09:00 Mars/Base', /is not a time zone/],
    ['/digest at 09:00 days:noday', /names no days/],
    ['/digest cron */5 * * * *', /more often than hourly/],
    ['/digest cron 0 9 * *', /is not cron/],
    ['/digest cron 0 9 * * 1-5 Mars/Base', /is not a time zone/],
    ['/digest cron 0 9 * * 1-5 UTC please', /is not cron/],
  ])('refuses %s', async (line, reason) => {
    await expect(said(line)).rejects.toThrow(reason);
  });
});
