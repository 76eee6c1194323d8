// `npm run lesson:say -- hello`: says a line to lesson 3.4 from a process of its own.

import { connect } from 'node:net';
import { settingsFrom } from './settings.ts';

const { sayPath } = settingsFrom(process.env);
const socket = connect(sayPath, () => socket.end(`${process.argv.slice(2).join(' ')}\n`));
socket.on('error', () => {
  console.error(`Nobody listens on ${sayPath}: start the lesson first (npm run lesson 3.4)`);
  process.exitCode = 1;
});
