// The face of Snake's rules: the game, and the words that those who draw it need.

export * from './ground.ts';
export { type Heading, nobody } from './schema.ts';
export { snake } from './snake.ts';
