// Colours of the field. The six of the snakes are told apart by colour-blind people too; they follow
// Masataka Okabe and Kei Ito, "Color Universal Design", lightened for a dark field.

/** By a snake's colour number; 0 is for the dead. */
const snakeColours = [
  '#e8edf8',
  '#3ecf8e',
  '#5cb8ff',
  '#ffb02e',
  '#ff86c8',
  '#f2e34c',
  '#ff6a4d',
] as const;

export function snakeColour(colour: number): string {
  return snakeColours[colour] ?? snakeColours[0];
}

export const palette = {
  field: '#0f1730',
  fieldAlternate: '#111a36',
  border: '#34436d',
  food: '#ffcf5c',
  foodGround: '#3a2f14',
  stone: '#6d7896',
  stoneLight: '#98a3c0',
  dead: '#c9d2e6',
  deadInk: '#0f1730',
  outline: '#0b1020',
  text: '#e8edf8',
} as const;
