// `npm run screenshots`: takes the pictures in docs/images from the running game. Six players are steered
// by the game's own policy, over real connections; a real browser looks on, and plays.
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { WebSocket } from 'ws';
import { buildPages, buildTypes } from './build.mjs';
import { launchBrowser } from './chromium.mjs';
import { serveSnake } from './served-snake.mjs';

const root = new URL('../', import.meta.url);
const names = ['Ada', 'Grace', 'Linus', 'Margaret', 'Dennis', 'Barbara'];
const playMs = 4_000;
const desktop = { viewport: { width: 1280, height: 800 }, colorScheme: 'dark' };
const phone = {
  viewport: { width: 390, height: 844 },
  deviceScaleFactor: 2,
  hasTouch: true,
  isMobile: true,
  colorScheme: 'light',
};

if (!(await buildTypes()) || !(await buildPages({ ifStale: true }))) process.exit(1);
const { connect } = await import('../packages/tickhouse/dist/client/index.js');
const { botIntent, snake } = await import('../games/snake/dist/rules/index.js');

const server = await serveSnake();
const { url } = server;
const browser = await launchBrowser();

try {
  const rooms = [];
  for (const name of names) rooms.push(await steered(name));
  await Promise.all(rooms.map(ripe));
  const lobby = await open(desktop);
  await lobby.getByTestId('room').waitFor();
  await wait(1_000);
  await picture(lobby, 'snake-lobby.png');
  await lobby.getByTestId('watch').click();
  await lobby.locator('[data-testid=status][data-status=live]').waitFor();
  await wait(playMs);
  await picture(lobby, 'snake.png');
  const player = await open(phone);
  await player.getByTestId('quick-play').tap();
  await player.locator('.own[data-alive=true]').waitFor();
  await wait(1_500);
  await picture(player, 'snake-phone.png');
  await Promise.all(rooms.map((room) => room.leave()));
} finally {
  await browser.close();
  await server.stop();
}

/** A player who plays once, and well. */
async function steered(name) {
  const options = { company: 0 };
  const room = await connect(url, { WebSocket }).join(
    snake,
    { name, bot: false },
    { room: 'lobby', options },
  );
  room.send('play');
  room.onTick(({ state, tick }) => {
    const intent = botIntent(state, room.seat, tick, 'hard');
    if (intent?.kind === 'turn') room.send('turn', { heading: intent.heading });
  });
  return room;
}

/** Resolves when the snake has grown a little, or is dead. */
function ripe(room) {
  return new Promise((resolve) => {
    room.onTick(({ state }) => {
      const own = state.snakes.at(room.seat);
      if (own === undefined || own.score >= 9 || (!own.alive && own.movesAt > 0)) resolve();
    });
  });
}

async function open(options) {
  const page = await (await browser.newContext(options)).newPage();
  await page.goto(url);
  return page;
}

async function picture(page, name) {
  await page.screenshot({ path: fileURLToPath(new URL(`docs/images/${name}`, root)) });
  console.log(`docs/images/${name}`);
}
