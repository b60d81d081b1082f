import { expect, test } from 'vitest';
import { safeWords } from '../../src/core/hook/parts.ts';

const url = 'https://pay.example.com/health?session=9f8e7d6c5b4a&$(x)=[1]';

test.each([
  [`${url} answers 500`, 'https://pay.example.com/health?... answers 500'],
  ['GET /health?session=9f8e7d... answers 500', 'GET /health?... answers 500'],
  ['It asked "/health?session=9f8e7d6c5b4a" twice', 'It asked "/health?..." twice'],
  ['What is ?sorted here', 'What is ?sorted here'],
])('%s', (words, safe) => {
  expect(safeWords(words, [url, 'https://other.example.com/', 'https://third.example.com/?'])).toBe(safe);
});
