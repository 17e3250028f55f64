/**
 * What every store must do, by rule. A check gets a function that opens the store, which a store that survives the page
 * answers with a fresh one over the same data, and something to assert with. Runs under Node and in a browser.
 */
export const storeContract = {
  async 'an empty store holds nothing'(open, assert) {
    assert.deepEqual(await (await open()).load(), { conversations: [], entries: [], outbox: [] });
  },

  async 'what was written is there again, entries by seq, writes by number'(open, assert) {
    await (
      await open()
    ).write({
      conversations: [{ id: 'c', cursor: 2 }],
      entries: [entry('c', 10), entry('c', 9), entry('c', 2)],
      outboxPut: [{ n: 11 }, { n: 2 }],
    });
    const kept = await (await open()).load();
    assert.deepEqual(kept.conversations, [{ id: 'c', cursor: 2 }]);
    assert.deepEqual(
      kept.entries.map(({ seq }) => seq),
      [2, 9, 10],
    );
    assert.deepEqual(kept.outbox, [{ n: 2 }, { n: 11 }]);
  },

  async 'the same again replaces what was there'(open, assert) {
    const store = await open();
    await store.write({ conversations: [{ id: 'c', cursor: 1 }], entries: [entry('c', 1)], outboxPut: [{ n: 1 }] });
    await store.write({
      conversations: [{ id: 'c', cursor: 2 }],
      entries: [{ ...entry('c', 1), text: 'edited' }],
      outboxPut: [{ n: 1, state: 'failed' }],
    });
    assert.deepEqual(await (await open()).load(), {
      conversations: [{ id: 'c', cursor: 2 }],
      entries: [{ ...entry('c', 1), text: 'edited' }],
      outbox: [{ n: 1, state: 'failed' }],
    });
  },

  async 'entries are dropped before others are written'(open, assert) {
    const store = await open();
    await store.write({ entries: [entry('c', 1), entry('c', 2), entry('c', 3), entry('d', 1)] });
    await store.write({ dropEntries: [{ conversation: 'c' }], entries: [entry('c', 2)] });
    const seqs = async () => (await (await open()).load()).entries.map(({ conversation, seq }) => conversation + seq);
    assert.deepEqual(await seqs(), ['c2', 'd1']);
    await store.write({ entries: [entry('c', 3), entry('c', 4)] });
    await store.write({ dropEntries: [{ conversation: 'c', below: 4 }] });
    assert.deepEqual(await seqs(), ['c4', 'd1']);
  },

  async 'what is removed from the outbox is gone'(open, assert) {
    const store = await open();
    await store.write({ outboxPut: [{ n: 1 }, { n: 2 }] });
    await store.write({ outboxRemove: [1] });
    assert.deepEqual((await (await open()).load()).outbox, [{ n: 2 }]);
  },

  async 'what is handed over may change afterwards without harm'(open, assert) {
    const store = await open();
    const item = { n: 1, members: { text: 'as it was' } };
    const written = store.write({ outboxPut: [item] });
    item.members.text = 'changed';
    await written;
    assert.equal((await (await open()).load()).outbox[0].members.text, 'as it was');
  },

  async 'a store that is destroyed holds nothing'(open, assert) {
    const store = await open();
    await store.write({ conversations: [{ id: 'c' }], entries: [entry('c', 1)], outboxPut: [{ n: 1 }] });
    await store.destroy();
    assert.deepEqual(await (await open()).load(), { conversations: [], entries: [], outbox: [] });
  },
};

function entry(conversation, seq) {
  return { conversation, seq, text: `text ${seq}` };
}
