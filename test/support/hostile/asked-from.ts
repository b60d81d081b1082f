import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { commands } from '../../../commands/index.ts';
import { dispatch } from '../../../src/chat/asking/dispatch.ts';
import { parseLine } from '../../../src/chat/asking/parse.ts';
import { createPlainDirectory } from '../../../src/chat/plain-directory.ts';
import { loadConfig } from '../../../src/config.ts';
import type { Standing } from '../../../src/core/access/standing.ts';
import type { Message } from '../../../src/core/message.ts';
import type { Place } from '../../../src/core/people.ts';
import { openLog } from '../../../src/log.ts';
import { openServices } from '../../../src/services.ts';
import { noSignal } from '../loopback.ts';

type Asked = {
  readonly rank?: Standing['rank'];
  readonly signal?: AbortSignal;
  readonly token?: string;
};

/** The services of a whole bot with this ACCESS_FILE, in a folder of their own. */
export async function openBotWith(
  rules: string,
  env: Readonly<Record<string, string>> = {},
  log = openLog('silent'),
) {
  const folder = await mkdtemp(join(tmpdir(), 'notafter-reach-'));
  const file = join(folder, 'access.yaml');
  await writeFile(file, rules);
  const config = loadConfig({
    ACCESS_FILE: file,
    DATA_DIR: folder,
    HOSTS_FILE: '/nonexistent',
    ALLOWED_NETWORKS: '127.0.0.0/16',
    CHECK_TIMEOUT: '3s',
    REFERENCE_HOSTS: 'off',
    DNS_SERVERS: '127.0.0.1:9',
    LIMIT_PER_USER: '0',
    LIMIT_PER_TARGET: '0',
    ...env,
  });
  const services = await openServices(config, log);
  const forCommands = services.forCommands(commands);
  return {
    config,
    services,
    store: await services.store(),
    file,
    /** What is said in the end to a line typed in a place. */
    async say(
      line: string,
      place: Place,
      { rank = 'member', signal = noSignal(), ...given }: Asked = {},
    ): Promise<Message> {
      const caller = {
        who: { platform: 'slack', kind: 'user', id: 'U0SOMEBODY', name: 'somebody' } as const,
        place,
        zone: null,
      };
      const directory = {
        ...createPlainDirectory(),
        standingOf: async () => ({ rank, because: null, groups: [] }),
      };
      const said: Message[] = [];
      const { values, ...parsed } = parseLine(commands, line);
      const request = { ...parsed, values: { ...values, ...given }, caller, signal };
      for await (const one of dispatch(request, { ...forCommands, directory }, log)) said.push(one);
      const last = said.at(-1);
      if (last === undefined) throw new Error(`nothing was said to ${line}`);
      return last;
    },
    async [Symbol.asyncDispose]() {
      await services.close();
      await rm(folder, { recursive: true });
    },
  };
}

export type BotWithRules = Awaited<ReturnType<typeof openBotWith>>;
