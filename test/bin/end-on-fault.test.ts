import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { endOnFault } from '../../src/bin/end-on-fault.ts';

let fail: (thrown: Error) => void;
let exit: ReturnType<typeof vi.spyOn>;
let written: string;
beforeEach(() => {
  written = '';
  vi.spyOn(process, 'on').mockImplementation((_event, listener) => {
    fail = listener as typeof fail;
    return process;
  });
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    written += String(text);
    return true;
  });
  exit = vi.spyOn(process, 'exit').mockImplementation(() => undefined as never);
  endOnFault(['xoxb-secret']);
});
afterEach(() => void vi.restoreAllMocks());

const inside =
  '    at ReadableByteStreamController.enqueue (node:internal/webstreams/readablestream:1305:13)';
const fetching = '    at node:internal/deps/undici/undici:6940:28';

function invalidState(...frames: readonly string[]): Error {
  const fault = Object.assign(new TypeError('Invalid state: ReadableStream is already closed'), {
    code: 'ERR_INVALID_STATE',
  });
  fault.stack = [`TypeError: ${fault.message}`, ...frames].join('\n');
  return fault;
}

it("survives Node's own fetch reading on in a body that was reset", () => {
  fail(invalidState(inside, fetching));
  expect(exit).not.toHaveBeenCalled();
  expect(written).toContain('broke off');
});

it.each([
  ['the same of ours', invalidState(inside, fetching, '    at read (file:///srv/src/web/body.ts:7:1)')],
  ['the same of another stream', invalidState(inside)],
  ['any other fault', new Error('xoxb-secret was refused')],
])('ends with %s, and tells no secret', (_what, fault) => {
  fail(fault);
  expect(exit).toHaveBeenCalledExactlyOnceWith(1);
  expect(written).not.toContain('xoxb-secret');
});
