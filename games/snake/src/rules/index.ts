// The face of Snake's rules: the game, and the words that those who draw it or play it need.

export { botIntent } from './bot.ts';
export * from './ground.ts';
export { cleanName, nameLengthMax } from './name.ts';
export {
  type Cause,
  type Heading,
  hasPlayed,
  nobody,
  type Strength,
  type VisibleState,
} from './schema.ts';
export { snake } from './snake.ts';
