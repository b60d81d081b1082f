// The only file that an old Node has to understand: an installed package is started by whichever Node comes first in PATH.
import { existsSync } from 'node:fs';

const oldest = 24;

/** Runs a program of src/bin: as it is written in a checkout, as it was emitted in an installed package. */
export async function run(program) {
  if (Number(process.versions.node.split('.')[0]) < oldest) {
    process.stderr.write(
      `notafter: Node ${oldest} or newer is needed, and this is Node ${process.versions.node}. Install one from https://nodejs.org/ or your system's packages and put it first in PATH.\n`,
    );
    process.exit(3);
  }
  const source = new URL(`../src/bin/${program}.ts`, import.meta.url);
  // Node strips no types below a folder node_modules.
  await import(
    existsSync(source) ? source.href : new URL(`../dist/src/bin/${program}.js`, import.meta.url).href
  );
}
