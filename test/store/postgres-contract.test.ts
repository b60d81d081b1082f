import { describe } from 'vitest';
import { openStore } from '../../src/store/index.ts';
import { emptiedDatabase, hasPostgres, newDatabase } from '../support/postgres/database.ts';
import { storeContract } from '../support/store-contract/store-contract.ts';

describe.skipIf(!hasPostgres)('a real PostgreSQL', () => {
  storeContract('postgresql', emptiedDatabase, openStore, newDatabase);
});
