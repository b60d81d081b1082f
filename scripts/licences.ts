// Tells under which licences the packages of the lock file are; ends with 1 where one is unknown or not allowed.
// npm run licences
import { licenceTrouble, saidElsewhere } from './supply/licences.ts';
import { type LockedPackage, readLock } from './supply/lock.ts';

const { packages } = readLock('.');
console.log('at run time');
count(packages.filter(({ dev }) => dev !== true));
console.log('for development');
count(packages.filter(({ dev }) => dev === true));

const troubles = packages.map(licenceTrouble).filter((trouble) => trouble !== null);
for (const trouble of troubles) console.log(`not allowed: ${trouble}`);
process.exitCode = troubles.length === 0 ? 0 : 1;

function count(some: readonly LockedPackage[]): void {
  const byLicence = Map.groupBy(
    some,
    ({ name, version, license }) => license ?? saidElsewhere[`${name}@${version}`] ?? 'none named',
  );
  const rows = [...byLicence].toSorted(([, one], [, other]) => other.length - one.length);
  for (const [licence, { length }] of rows) console.log(`${String(length).padStart(5)}  ${licence}`);
}
