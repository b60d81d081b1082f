import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createSuperseding, messageKey, questionOf } from '../../../src/chat/asking/superseding.ts';
import type { Command } from '../../../src/core/command.ts';
import { pastedFile } from '../../../src/core/files/uploaded-file.ts';
import type { Caller } from '../../../src/core/people.ts';

const forever = new AbortController().signal;
const asked = { question: 'alice asks', message: null };

describe('a newer run', () => {
  it('of the same question stops the older one, which has to say so', () => {
    const runs = createSuperseding();
    const [older, newer] = [runs.begin(asked, forever), runs.begin(asked, forever)];
    expect([older.signal.aborted, older.superseded()]).toEqual([true, 'elsewhere']);
    expect([newer.signal.aborted, newer.superseded()]).toEqual([false, null]);
  });

  it('in the same message stops the older one whoever asked, and leaves it nothing to say', async () => {
    const runs = createSuperseding();
    const older = runs.begin({ question: 'alice asks', message: 'm' }, forever);
    runs.begin({ question: 'bob asks', message: 'm' }, forever);
    expect([older.signal.aborted, older.superseded()]).toEqual([true, 'in-place']);
    expect(await older.saying(async () => 'said')).toBeNull();
  });

  it('finds a message that the older one made meanwhile', () => {
    const runs = createSuperseding();
    const older = runs.begin(asked, forever);
    older.holds('m');
    runs.begin({ question: null, message: 'm' }, forever);
    expect(older.superseded()).toBe('in-place');
  });

  it('keeps a message that the older one says it holds only once its edit came through', () => {
    const runs = createSuperseding();
    const older = runs.begin({ question: null, message: 'm' }, forever);
    const newer = runs.begin({ question: null, message: 'm' }, forever);
    older.holds('m');
    expect([newer.signal.aborted, newer.superseded(), older.superseded()]).toEqual([false, null, 'in-place']);
    older.end();
    runs.begin({ question: null, message: 'm' }, forever);
    expect(newer.superseded()).toBe('in-place');
  });

  it('is told in place where it claims both', () => {
    const runs = createSuperseding();
    const older = runs.begin({ question: 'q', message: 'm' }, forever);
    runs.begin({ question: 'q', message: 'm' }, forever);
    expect(older.superseded()).toBe('in-place');
  });

  it('stops nothing that is over, and nobody else', () => {
    const runs = createSuperseding();
    const over = runs.begin(asked, forever);
    const other = runs.begin({ question: 'bob asks', message: null }, forever);
    const neither = runs.begin({ question: null, message: null }, forever);
    over.end();
    const second = runs.begin(asked, forever);
    // Whose claim went to a newer one does not take it along.
    over.end();
    expect([over, other, neither, second].map(({ signal }) => signal.aborted)).toEqual(Array(4).fill(false));
    runs.begin(asked, forever);
    expect(second.superseded()).toBe('elsewhere');
  });

  it('ends with the signal it was given', () => {
    const stopping = new AbortController();
    const run = createSuperseding().begin(asked, stopping.signal);
    stopping.abort();
    expect([run.signal.aborted, run.superseded()]).toEqual([true, null]);
  });

  it('passes on what saying threw, and the next may still say something', async () => {
    const run = createSuperseding().begin({ question: null, message: 'm' }, forever);
    await expect(run.saying(() => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(await run.saying(async () => 'yes')).toBe('yes');
  });
});

it('never has its message overwritten by an older one, however their edits overtake each other', async () => {
  const edits = fc.array(fc.constantFrom('edit', 'newer'), { minLength: 2, maxLength: 20 });
  await fc.assert(
    fc.asyncProperty(fc.scheduler(), edits, async (slow, deeds) => {
      const runs = createSuperseding();
      const shown: number[] = [];
      const begin = () => runs.begin({ question: null, message: 'm' }, forever);
      const started = [begin()];
      const saying = deeds.map(async (deed, at) => {
        await slow.schedule(Promise.resolve(), `turn ${at}`);
        if (deed === 'newer') started.push(begin());
        const who = Math.floor((at * 7919) % started.length);
        await started[who]?.saying(async () => {
          await slow.schedule(Promise.resolve(), `Slack takes edit ${at}`);
          shown.push(who);
        });
      });
      const last = Promise.all(saying).then(() =>
        started.at(-1)?.saying(async () => void shown.push(started.length - 1)),
      );
      await slow.waitFor(last);
      expect(shown).toEqual(shown.toSorted((one, other) => one - other));
      expect(shown.at(-1)).toBe(started.length - 1);
    }),
  );
});

describe('a question', () => {
  const action = { name: '', summary: '', needs: 'anyone' as const, options: [], run: async function* () {} };
  const command: Command = {
    name: 'check',
    summary: '',
    visibility: 'channel',
    examples: [],
    actions: [action],
  };
  const parsed = { command, action, values: { target: 'a.example', address: undefined } };
  const alice: Caller = {
    who: { platform: 'slack', kind: 'user', id: 'U1', name: 'alice' },
    place: { platform: 'slack', channel: 'C1' },
    zone: null,
  };
  const question = questionOf(parsed, alice);

  it('is the same in any order of its options, and another for each person, place and target', () => {
    const values = { address: '192.0.2.7', target: 'a.example' };
    const turned = { target: ' a.example', address: '192.0.2.7' };
    expect(questionOf({ ...parsed, values }, alice)).toBe(questionOf({ ...parsed, values: turned }, alice));
    const others = [
      questionOf({ ...parsed, values }, alice),
      questionOf({ ...parsed, command: { ...command, name: 'tls' } }, alice),
      questionOf(parsed, { ...alice, who: { ...alice.who, id: 'U2' } }),
      questionOf(parsed, { ...alice, place: { ...alice.place, channel: 'C2' } }),
      questionOf(parsed, { ...alice, place: { ...alice.place, thread: '1.1' } }),
    ];
    expect(new Set([question, ...others]).size).toBe(6);
  });

  it('is none where something may be changed, or where a file or a secret is asked about', () => {
    const named = { ...action, name: 'add' };
    const secret = { ...action, options: [{ name: 'token', kind: 'secret' as const, summary: '' }] };
    expect(questionOf({ ...parsed, command: { ...command, actions: [named, action] } }, alice)).toBeNull();
    expect(questionOf({ ...parsed, action: secret }, alice)).toBeNull();
    expect(questionOf({ ...parsed, files: [pastedFile('x')] }, alice)).toBeNull();
  });

  it('parts the places of two messages', () => {
    expect(messageKey('C1', '1.1')).not.toBe(messageKey('C1', '1.2'));
  });
});
