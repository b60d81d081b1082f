import { once } from 'node:events';
import { connect } from 'node:net';
import { Agent, request } from 'undici';
import { expect, test } from 'vitest';
import { forgeLeaf, forgeRoot } from './certificates/forge.ts';
import { dropsSyn } from './farm/drops-syn.ts';
import {
  answersByPath,
  answersStatus,
  emptyReply,
  garbageInsteadOfHttp,
  gzipBomb,
  headerBomb,
  neverAnswers,
  neverEndingBody,
  redirectLoop,
  resetAfterRequest,
  slowDrip,
  truncatedBody,
} from './farm/http-answers.ts';
import { type HttpAnswer, startHttpServer } from './farm/http-server.ts';
import { identityOf } from './farm/tls-server.ts';

const root = forgeRoot({ now: new Date() });
const identity = identityOf(forgeLeaf(root, { now: new Date() }), root);

/** Status and body length, or the code of the error a client gets; cut off after 200 ms or 1 MB. */
async function met(answer: HttpAnswer, secure: boolean): Promise<string> {
  await using server = await startHttpServer(answer, secure ? identity : {});
  const dispatcher = new Agent({ connect: { rejectUnauthorized: false } });
  try {
    const url = `${secure ? 'https' : 'http'}://127.0.0.1:${server.port}/`;
    const response = await request(url, { dispatcher, signal: AbortSignal.timeout(200) });
    let length = 0;
    for await (const chunk of response.body) {
      length += chunk.length;
      if (length > 1_000_000) return `${response.statusCode} and no end`;
    }
    return `${response.statusCode} ${length}`;
  } catch (thrown) {
    if (!(thrown instanceof Error)) return String(thrown);
    return 'code' in thrown && thrown.code !== undefined ? String(thrown.code) : thrown.name;
  } finally {
    await dispatcher.destroy();
  }
}

const table: [name: string, answer: HttpAnswer, expected: RegExp][] = [
  ['status', answersStatus(503, { 'retry-after': '30' }, 'busy'), /^503 4$/],
  ['by path', answersByPath({ '/': answersStatus(204) }), /^204 0$/],
  ['redirect loop', redirectLoop, /^302 0$/],
  ['never answers', neverAnswers, /^23$/],
  ['never-ending body', neverEndingBody, /^200 and no end$/],
  ['slow head', slowDrip({ part: 'head' }), /^23$/],
  ['slow body', slowDrip({ part: 'body' }), /^23$/],
  ['header bomb', headerBomb(), /^UND_ERR_HEADERS_OVERFLOW$|^HPE_HEADER_OVERFLOW$/],
  ['gzip bomb', gzipBomb(8), /^200 \d{4,5}$/],
  ['empty reply', emptyReply, /^UND_ERR_SOCKET$/],
  ['reset', resetAfterRequest, /^ECONNRESET$/],
  ['garbage', garbageInsteadOfHttp, /^HPE_|^HTTPParserError$/],
  ['truncated body', truncatedBody, /^UND_ERR_SOCKET$|^UND_ERR_RES_CONTENT_LENGTH/],
];

test.each(table)('HTTP: %s', async (_name, answer, expected) => {
  expect(await met(answer, false)).toMatch(expected);
});

test.each(table)('HTTPS: %s', async (_name, answer, expected) => {
  expect(await met(answer, true)).toMatch(expected);
});

test('a dropped SYN is silence, and ends with the server', async () => {
  const server = await dropsSyn();
  const socket = connect({ host: server.address, port: server.port });
  const heard: string[] = [];
  for (const event of ['connect', 'error']) socket.on(event, () => heard.push(event));
  // A port beside it, answered in the meantime, shows that time enough has gone by.
  await using other = await startHttpServer(answersStatus(200));
  const beside = connect({ host: other.address, port: other.port });
  await once(beside, 'connect');
  beside.destroy();
  expect(heard).toEqual([]);
  socket.destroy();
  await server[Symbol.asyncDispose]();
});
