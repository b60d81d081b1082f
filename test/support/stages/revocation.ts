import { parseTarget } from '../../../src/core/target.ts';
import { identityOf, startTlsServer } from '../farm/tls-server.ts';
import type { Row } from '../revocation/revocation-rows.ts';
import { openStage } from '../revocation/revocation-stage.ts';
import { listRows } from './revocation-lists.ts';
import { ocspRows } from './revocation-ocsp.ts';
import type { OpenStage, Stage } from './stage.ts';

const shows: Readonly<Record<string, RegExp>> = {
  'revocation/revoked': /revoked|Revocation Date|Serial Number/i,
  'revocation/crl-stale': /nextUpdate/,
};

async function open([, spec, act]: Row): Promise<OpenStage> {
  const stage = await openStage(spec);
  const staple = act(stage);
  const identity = identityOf(stage.leaf, stage.intermediate);
  const server = await startTlsServer({ ...identity, ...(staple === undefined ? {} : { staple }) });
  return {
    diagnose: stage.diagnose,
    target: parseTarget(`tls://site.test:${server.port}`, '127.0.0.1'),
    anchorsPem: stage.root.pem,
    async [Symbol.asyncDispose]() {
      await server[Symbol.asyncDispose]();
      await stage[Symbol.asyncDispose]();
    },
  };
}

const rows = [...ocspRows, ...listRows];

export const revocationStages: readonly Stage[] = rows.map((row) => {
  const [name, , , verdict, finding] = row;
  const shown = finding === null ? undefined : shows[finding];
  return {
    name,
    verdict,
    finding,
    ...(shown === undefined ? {} : { shows: shown }),
    open: () => open(row),
  };
});
