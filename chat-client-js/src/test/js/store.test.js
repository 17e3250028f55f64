import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MemoryStore } from '../../main/js/index.js';
import { storeContract } from './store-contract.js';

for (const [rule, check] of Object.entries(storeContract)) {
  test(`the store in memory: ${rule}`, () => {
    const store = new MemoryStore();
    return check(async () => store, assert);
  });
}
