// The process of one contender's server: `node server.mjs MODULE '{"players":10,…}'`. It tells its port,
// and on request how much memory it holds once nothing is left to collect.

const [module, settings] = process.argv.slice(2);
const { open } = await import(`./server-${module}.mjs`);
const port = await open(JSON.parse(settings));

process.on('message', () => {
  for (let i = 0; i < 2; i++) globalThis.gc();
  process.send({ rss: process.memoryUsage.rss() });
});
process.on('disconnect', () => process.exit());
process.send({ port });
