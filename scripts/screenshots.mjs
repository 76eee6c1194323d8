// `npm run screenshots`: takes the pictures in docs/images from the running game. Six players steer
// themselves, over real connections; a real browser looks on.
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { WebSocket } from 'ws';
import { buildPages, buildTypes } from './build.mjs';
import { launchBrowser } from './chromium.mjs';
import { serveSnake } from './served-snake.mjs';

const root = new URL('../', import.meta.url);
const names = ['Ada', 'Grace', 'Linus', 'Margaret', 'Dennis', 'Barbara'];
const steps = { up: [0, -1], right: [1, 0], down: [0, 1], left: [-1, 0] };
/** Ground codes from here on stop a snake: stones and the dead. */
const firstObstacle = 10;
const playMs = 25_000;

if (!(await buildTypes()) || !(await buildPages({ ifStale: true }))) process.exit(1);
const { connect } = await import('../packages/tickhouse/dist/client/index.js');
const { snake } = await import('../games/snake/dist/rules/index.js');

const server = await serveSnake();
const { url } = server;
const browser = await launchBrowser();

try {
  const rooms = [];
  for (const name of names) rooms.push(await steered(name));
  const desktop = await watch({ viewport: { width: 1280, height: 800 } });
  const phone = await watch({ viewport: { width: 390, height: 844 }, deviceScaleFactor: 2 });
  await wait(playMs);
  await picture(desktop, 'snake.png');
  await picture(phone, 'snake-phone.png');
  await Promise.all(rooms.map((room) => room.leave()));
} finally {
  await browser.close();
  await server.stop();
}

/** A player who goes for food, plays again when dead, and avoids what it sees one step ahead. */
async function steered(name) {
  const room = await connect(url, { WebSocket }).join(snake, { name, bot: false });
  room.onTick(({ state }) => {
    const own = state.snakes.at(room.seat);
    if (own === undefined) return;
    if (!own.alive) {
      room.send('play');
      return;
    }
    const { width } = state.ground;
    const cell = own.body.at(0);
    const [x, y] = [cell % width, Math.floor(cell / width)];
    const free = Object.keys(steps).filter((heading) => isFree(state, x, y, heading));
    const target = nearestFood(state.ground, x, y);
    const best = free.sort((a, b) => far(target, x, y, a) - far(target, x, y, b))[0];
    if (best !== undefined && best !== own.heading) room.send('turn', { heading: best });
  });
  return room;
}

function isFree({ ground, snakes }, x, y, heading) {
  const [toX, toY] = [x + steps[heading][0], y + steps[heading][1]];
  if (toX < 0 || toY < 0 || toX >= ground.width || toY >= ground.height) return false;
  if (ground.get(toX, toY) >= firstObstacle) return false;
  const cell = toY * ground.width + toX;
  for (const { body } of snakes) {
    for (let i = 0; i < body.length; i++) if (body.at(i) === cell) return false;
  }
  return true;
}

function nearestFood(ground, x, y) {
  let nearest;
  for (let cell = 0; cell < ground.length; cell++) {
    const code = ground.at(cell);
    if (code === 0 || code >= firstObstacle) continue;
    const at = [cell % ground.width, Math.floor(cell / ground.width)];
    const distance = Math.abs(at[0] - x) + Math.abs(at[1] - y);
    if (nearest === undefined || distance < nearest.distance) nearest = { at, distance };
  }
  return nearest?.at ?? [ground.width / 2, ground.height / 2];
}

function far([x, y], fromX, fromY, heading) {
  return Math.abs(fromX + steps[heading][0] - x) + Math.abs(fromY + steps[heading][1] - y);
}

async function watch(options) {
  const page = await (await browser.newContext(options)).newPage();
  await page.goto(url);
  await page.getByTestId('watch').click();
  await page.locator('[data-testid=status][data-status=live]').waitFor();
  return page;
}

async function picture(page, name) {
  await page.screenshot({ path: path(`docs/images/${name}`) });
  console.log(`docs/images/${name}`);
}

function path(name) {
  return fileURLToPath(new URL(name, root));
}
