// Says in a sentence that this Node is too old. It stands apart, in syntax of long ago, because it is
// read before anything that an older Node cannot read.

/** Ends the process where Node is older than 20.19. */
export function refuseOldNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  console.error(
    `tickhouse needs Node.js 20.19 or newer; this is ${process.version}. See https://nodejs.org/`,
  );
  process.exit(1);
}
