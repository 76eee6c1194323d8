// The built game as a process, for tests.

export { type ServedSnake, serveSnake } from '../../scripts/served-snake.mjs';
