// The port that the environment asks for, checked before anything starts.

/** @returns the port, or a sentence that says what is wrong */
export function portFrom(text: string | undefined): number | string {
  if (text === undefined || text.trim() === '') return 8080;
  const port = Number(text);
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port;
  return `PORT is "${text}", but a port is a whole number from 0 to 65535 (0 takes any free one).`;
}
