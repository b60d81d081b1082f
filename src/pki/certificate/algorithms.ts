/** What keys and signatures say of themselves; the tables and the rules stand in `../algorithms/`. */
export { hashOf } from '../algorithms/hashes.ts';
export { publicKeyFacts } from '../algorithms/public-key.ts';
export { signatureFacts } from '../algorithms/signature-facts.ts';
