import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { watch } from '../../commands/watch.ts';
import { parseLine } from '../../src/chat/asking/parse.ts';
import { createPlainDirectory } from '../../src/chat/plain-directory.ts';
import type { Message } from '../../src/core/message.ts';
import type { CommandServices } from '../../src/core/services.ts';
import { parseTarget, targetText } from '../../src/core/target.ts';
import { rowBatches } from '../../src/monitor/rows-where.ts';
import { listServices } from '../../src/services/commands/list-services.ts';
import { caller, memoryServices, words } from '../support/commanding.ts';
import { newEndpoint } from '../support/store-fixtures.ts';
import { type WatchStage, watchStage } from '../support/watch-stage.ts';

let stage: WatchStage;
let services: CommandServices;

beforeEach(async () => {
  stage = await watchStage();
  const { store, now } = stage;
  const config = { clientCertificates: [{ name: 'payments' }] } as unknown as Parameters<
    typeof listServices
  >[0]['config'];
  services = memoryServices({
    lists: listServices({ store: async () => store, config, now, hooks: {} }),
    directory: createPlainDirectory(),
    watchList: {
      ...memoryServices().watchList,
      list: () => store.endpoints.rows(now()),
      batches: () => rowBatches(store, now()),
      find: (target) => store.endpoints.find(target),
    },
  });
});

afterEach(async () => {
  await stage[Symbol.asyncDispose]();
});

/** Types a line as on the console page, with a file beside it, and returns the answer. */
async function typed(
  line: string,
  file?: { readonly name: string; readonly text: string },
): Promise<Message> {
  const bytes = new TextEncoder().encode(file?.text ?? '');
  const uploads =
    file === undefined ? [] : [{ name: file.name, size: bytes.length, bytes: async () => bytes }];
  const { action, values, files = [] } = parseLine([watch], line, uploads);
  let answer: Message | undefined;
  const handover = { files, way: 'upload', remark: null } as const;
  for await (const message of action.run(values, caller, services, stage.signal, handover)) answer = message;
  if (answer === undefined) throw new Error('no answer');
  return answer;
}

async function press(message: Message, label: string): Promise<Message> {
  const button = message.buttons?.find((one) => one.label === label);
  if (button === undefined) throw new Error(`no button ${label}`);
  const action = watch.actions.find(({ name }) => name === button.subcommand);
  let answer: Message | undefined;
  for await (const one of action?.run(button.values, caller, services, stage.signal) ?? []) answer = one;
  if (answer === undefined) throw new Error('no answer');
  return answer;
}

async function watched(): Promise<readonly string[]> {
  const rows = await stage.store.endpoints.rows(stage.now());
  return rows
    .map(({ endpoint: { target, owners, home, labels } }) =>
      [
        targetText(target),
        owners.map(({ name }) => name).join(','),
        home.channel,
        JSON.stringify(labels),
      ].join(' '),
    )
    .toSorted();
}

const list = `target,owner,channel,team
a.example,@ann,slack:C0A,payments
b.example:8443,"@bo @cy",,mail
nonsense here,@x,,
http://plain.example,,,
c.example,slack:U0DEE,console,
`;

describe('/watch import', () => {
  it('first says what it would do, and does it at the press of a button, once', async () => {
    const trial = await typed('/watch import', { name: 'list.csv', text: list });
    expect(trial.summary).toBe(
      'list.csv: 3 new, 0 to change, 0 as they are, 2 refused. Nothing is done yet.',
    );
    expect(words(trial)).toMatch(/line 4 nonsense here,@x,,: .*blank/);
    expect(await watched()).toEqual([]);
    const done = await press(trial, 'Import');
    expect(done.summary).toBe('list.csv: 3 endpoints added, 0 changed.');
    const all = [
      'a.example ann C0A {"team":"payments"}',
      'b.example:8443 bo,cy console {"team":"mail"}',
      'c.example U0DEE console {}',
    ];
    expect(await watched()).toEqual(all);
    expect((await press(trial, 'Import')).summary).toBe(
      'list.csv was imported before; nothing was done now.',
    );
    expect(await watched()).toEqual(all);
    expect(await stage.store.audit.list(10)).toMatchObject([{ did: 'watch import', words: /3 added/ }]);
  });

  it('hands back what it refused, to be mended and imported again', async () => {
    const trial = await typed('/watch import apply:yes', { name: 'list.csv', text: list });
    expect(await watched()).toHaveLength(3);
    const [file] = trial.files ?? [];
    expect(file?.name).toBe('refused.csv');
    const mended = (file?.text ?? '')
      .replaceAll('nonsense here', 'd.example')
      .replaceAll('http://plain', 'https://plain');
    const again = await typed('/watch import apply:yes', { name: 'refused.csv', text: mended });
    expect(again.summary).toBe('refused.csv: 2 endpoints added, 0 changed.');
    expect(again.files).toEqual([]);
    expect(await watched()).toContain('d.example x console {}');
  });

  it('changes nothing the second time, and only what differs the third', async () => {
    await typed('/watch import apply:yes', { name: 'list.csv', text: list });
    const second = await typed('/watch import apply:yes', { name: 'list.csv', text: list });
    expect(second.summary).toBe('list.csv: 0 endpoints added, 0 changed.');
    expect(second.buttons).toEqual([]);
    const third = await typed('/watch import', {
      name: 'list.csv',
      text: list.replace('@ann', '@eve').replace('mail', 'post'),
    });
    expect(third.summary).toContain('0 new, 2 to change, 1 as it is, 2 refused');
    expect(words(third)).toContain('a.example: owners ann -> eve');
    expect(words(third)).toContain('b.example:8443: labels team=mail -> team=post');
  });

  it('is undone: what it added goes, what it changed comes back, and nothing else', async () => {
    await stage.store.endpoints.add(newEndpoint('a.example', { labels: { old: '1' } }), stage.now());
    await stage.store.endpoints.add(newEndpoint('other.example'), stage.now());
    const before = await watched();
    const done = await typed('/watch import apply:yes', { name: 'list.csv', text: list });
    expect(done.summary).toBe('list.csv: 2 endpoints added, 1 changed.');
    await stage.store.endpoints.add(newEndpoint('later.example'), stage.now());
    const undone = await press(done, 'Undo');
    expect(undone.summary).toBe('list.csv is undone: 2 removed, 1 put back.');
    expect(await watched()).toEqual([...before, 'later.example Alice C0OPS {}'].toSorted());
    expect((await press(done, 'Undo')).summary).toContain('was undone before');
  });

  it('leaves alone what somebody changed since, when it is undone', async () => {
    const endpoint = await stage.store.endpoints.add(newEndpoint('a.example'), stage.now());
    const done = await typed('/watch import apply:yes', { name: 'list.csv', text: list });
    await stage.store.endpoints.change(endpoint?.id ?? '', { labels: { mine: '1' } });
    expect((await press(done, 'Undo')).summary).toBe('list.csv is undone: 2 removed, 0 put back.');
    expect(await watched()).toEqual(['a.example ann C0A {"mine":"1"}']);
  });

  it('reads lines and words that were typed behind it', async () => {
    const lines = await typed(
      '/watch import channel:slack:C0B owner:@ops\n```\na.example @ann team=x\n\nb.example # note\n```',
    );
    expect(lines.summary).toContain('pasted text: 2 new');
    await press(lines, 'Import');
    expect(await watched()).toEqual(['a.example ann C0B {"team":"x"}', 'b.example ops C0B {}']);
    const listed = await typed('/watch import c.example, d.example:8443 @bo team=y e.example');
    expect(listed.summary).toContain('3 new');
    await press(listed, 'Import');
    expect(await watched()).toContain('d.example:8443 bo console {"team":"y"}');
  });

  it('lists the lines whose people nobody knows, and clients that are not set up', async () => {
    const trial = await typed('/watch import', {
      name: 'x.txt',
      text: 'a.example @an/na\nb.example channel=#nowhere\nc.example client=ghost\nd.example client=payments\na.example team=x\na.example team=y\n',
    });
    expect(trial.summary).toContain('2 new, 0 to change, 0 as they are, 4 refused');
    expect(words(trial)).toMatch(/line 1 .*: .*is not a name/);
    expect(words(trial)).toMatch(/line 2 .*: .*not a place/);
    expect(words(trial)).toMatch(/line 3 .*: .*ghost/);
    expect(words(trial)).toMatch(/line 6 .*: .*stands in line 5 already/);
  });

  it('takes what is sound of one line, as a list in JSON may be, and counts what it names again', async () => {
    const groups = [
      { targets: ['a.example', 'b.example', 'b.example'], labels: { team: 'x' } },
      { targets: ['a.example'], labels: { team: 'y' } },
    ];
    const shown = await typed('watch import', { name: 'sd.json', text: JSON.stringify(groups) });
    expect(shown.summary).toContain('2 new, 0 to change, 0 as they are, 1 named again, 1 refused');
    await press(shown, 'Import');
    expect(await watched()).toHaveLength(2);
  });

  it('is done by exactly one of two who press at once', async () => {
    const trial = await typed('/watch import', { name: 'list.csv', text: list });
    const answers = await Promise.all([
      press(trial, 'Import'),
      press(trial, 'Import'),
      press(trial, 'Import'),
    ]);
    expect(answers.map(({ summary }) => summary).filter((summary) => /added/.test(summary))).toHaveLength(1);
    expect(await watched()).toHaveLength(3);
  });

  it.each([
    ['/watch import', /Attach a file, or write targets/],
    ['/watch import list.csv', /There is no file list\.csv here/],
    ['/watch import plan:nonsense', /not kept any longer/],
    ['/watch import undo:nonsense', /not kept any longer/],
  ])('%s says what to do', async (line, message) => {
    await expect(typed(line)).rejects.toThrow(message);
  });

  it('takes 10,000 lines, in one step', async () => {
    const text = Array.from({ length: 10_000 }, (_, n) => `host${n}.example @ann team=t${n % 7}\n`).join('');
    const done = await typed('/watch import apply:yes', { name: 'many.txt', text });
    expect(done.summary).toBe('many.txt: 10000 endpoints added, 0 changed.');
    expect(await stage.store.endpoints.count()).toBe(10_000);
    expect((await press(done, 'Undo')).summary).toContain('10000 removed');
  });
});

describe('/watch export', () => {
  it.each(['yaml', 'csv', 'text', 'prometheus'])(
    'as %s imports to the same list, here and elsewhere',
    async (format) => {
      await typed('/watch import apply:yes', { name: 'list.csv', text: list });
      const shown = parseTarget('https://d.example/x?y=1', '192.0.2.7', 'payments');
      await stage.store.endpoints.add(
        newEndpoint('d.example', {
          target: shown,
          home: { platform: 'slack', channel: 'C1', thread: '17.5' },
          labels: { k: 'a "b", c=d' },
        }),
        stage.now(),
      );
      const before = await watched();
      const [file] = (await typed(`/watch export ${format}`)).files ?? [];
      if (file === undefined) throw new Error('no file');
      const here = await typed('/watch import', file);
      expect(here.summary).toBe(`${file.name}: 0 new, 0 to change, 4 as they are. There is nothing to do.`);
      for (const { endpoint } of await stage.store.endpoints.rows(stage.now()))
        await stage.store.endpoints.remove(endpoint.id);
      expect((await typed('/watch import apply:yes', file)).summary).toContain('4 endpoints added');
      // An id is all that a list keeps of somebody's name.
      expect(await watched()).toEqual(before.map((line) => line.replace('Alice', 'U01ALICE')));
    },
  );

  it('of nothing says so', async () => {
    expect((await typed('/watch export')).summary).toContain('Nothing is watched yet');
  });
});
