// Runs the public suites that stand beside the checkout and writes what came out into docs/conformance.md.
// npm run conformance [-- SUITE.json [NODE-VERDICTS.json]]
import { existsSync } from 'node:fs';
import { writeSection } from './conformance/document.ts';
import { clientSection, ruleSection } from './conformance/limbo.ts';
import { pkitsFolder, pkitsSection } from './conformance/pkits.ts';

const beside = '../shared/conformance';
const [suite = `${beside}/limbo-core.json`, verdicts = `${beside}/limbo-node24-verdicts.json`] =
  process.argv.slice(2);

if (!existsSync(suite)) {
  console.log(
    `conformance: skipped, there is no suite at ${suite}. Name one: npm run conformance -- SUITE.json`,
  );
  process.exit(0);
}

const rule = ruleSection(suite);
console.log(rule.summary);
writeSection('limbo-rule', rule.text);

const client = await clientSection(suite, existsSync(verdicts) ? verdicts : null);
console.log(client.summary);
writeSection('limbo-client', client.text);

const pkits = pkitsSection(process.env.PKITS_DATA ?? pkitsFolder);
if (pkits === null)
  console.log('PKITS: skipped, its data are missing (apt-get install python3-cryptography-vectors)');
else {
  console.log(pkits.summary);
  writeSection('pkits', pkits.text);
}

process.exitCode = rule.kept && client.kept && pkits?.kept !== false ? 0 : 1;
