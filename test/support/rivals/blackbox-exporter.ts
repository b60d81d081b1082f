import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../processes/free-port.ts';

const program = '/usr/bin/prometheus-blackbox-exporter';

export const exporterIsHere = existsSync(program);
if (!exporterIsHere) {
  process.stdout.write('skipped: comparison with prometheus-blackbox-exporter (not installed)\n');
}

export type RealExporter = AsyncDisposable & {
  /** Path and query, "/probe?target=...". */
  ask(path: string, headers: Readonly<Record<string, string>>): Promise<Response>;
};

/** The real one, with the modules of ours, trusting one root; `query` is what its module `dns` asks for. */
export async function startRealExporter(
  rootPem: string,
  query: { name: string; type: string },
): Promise<RealExporter> {
  const folder = await mkdtemp(join(tmpdir(), 'notafter-blackbox-'));
  const ca = join(folder, 'ca.pem');
  const config = join(folder, 'blackbox.yml');
  await writeFile(ca, rootPem);
  const trust = `tls_config: { ca_file: ${ca} }`;
  await writeFile(
    config,
    `modules:
  http_2xx: { prober: http, timeout: 5s, http: { ${trust} } }
  tcp_connect: { prober: tcp, timeout: 5s }
  tcp_tls: { prober: tcp, timeout: 5s, tcp: { tls: true, ${trust} } }
  dns: { prober: dns, timeout: 5s, dns: { query_name: ${query.name}, query_type: ${query.type} } }
`,
  );
  const port = await freePort();
  const child = spawn(program, [`--config.file=${config}`, `--web.listen-address=127.0.0.1:${port}`], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const exited = once(child, 'exit');
  await new Promise<void>((resolve, reject) => {
    let said = '';
    child.once('exit', () => reject(new Error(`the exporter ended: ${said}`)));
    child.stderr.on('data', (part: Buffer) => {
      said += part;
      if (said.includes('Listening on')) resolve();
    });
  });
  return {
    ask: (path, headers) => fetch(`http://127.0.0.1:${port}${path}`, { headers }),
    async [Symbol.asyncDispose]() {
      child.kill();
      await exited;
      await rm(folder, { recursive: true });
    },
  };
}
