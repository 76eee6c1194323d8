// The process of one contender: it opens a bench's cases and does what the harness asks, one request
// at a time. It stands apart so that no contender shares a heap or its inline caches with another.

const [casesUrl, contender] = process.argv.slice(2);
let cases;

// No garbage collection is forced before a timed call: it shrinks V8's young generation and makes whoever
// allocates up to a sixth slower than in a server. Each heap is its contender's own, so each pays for
// its own garbage and no other's.
process.on('message', async ({ call, args }) => {
  try {
    if (call === 'open') {
      const { open } = await import(casesUrl);
      cases = await open(contender);
      process.send({ cases: Object.keys(cases) });
      return;
    }
    const startedAt = process.hrtime.bigint();
    const value = cases[call](...args);
    const ns = Number(process.hrtime.bigint() - startedAt);
    process.send({ ns, value });
  } catch (error) {
    process.send({ error: error.stack });
  }
});
process.on('disconnect', () => process.exit());
