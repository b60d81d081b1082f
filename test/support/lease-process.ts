import { leasesOf } from '../../src/bin/leases-of.ts';
import { openStore } from '../../src/store/index.ts';

/** Takes the lease of the gateway as a bot would, says whether it has it, and lives on: `lease-process.ts <location>`. */
const store = await openStore(process.argv[2] ?? '');
const holds = await leasesOf(store)('gateway').hold(3_600_000);
process.stdout.write(`${holds ? 'holds' : 'stands by'}\n`);
setInterval(() => undefined, 3_600_000);
