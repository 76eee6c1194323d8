// Colours of the field, for dark and light. The six of the snakes are told apart by colour-blind people
// too; they follow Masataka Okabe and Kei Ito, "Color Universal Design", lightened for a dark field.

export interface Palette {
  readonly field: string;
  readonly fieldAlternate: string;
  readonly border: string;
  readonly food: string;
  readonly foodGround: string;
  readonly stone: string;
  readonly stoneLight: string;
  readonly dead: string;
  readonly deadInk: string;
  /** Around every snake, and its pupils: dark on both fields. */
  readonly outline: string;
  /** Under your own snake. */
  readonly halo: string;
  /** What is drawn upon a body; stands out from each of the six. */
  readonly pattern: string;
  /** The body of a colour's second snake. */
  readonly twin: string;
  readonly text: string;
  readonly textHalo: string;
  readonly danger: string;
  readonly dangerInk: string;
  readonly crown: string;
  /** Bodies, by a snake's colour number; 0 is for the dead. */
  readonly snakes: readonly string[];
  /** The same as text upon the field. */
  readonly inks: readonly string[];
}

const darkSnakes = ['#e8edf8', '#3ecf8e', '#5cb8ff', '#ffb02e', '#ff86c8', '#f2e34c', '#ff6a4d'];

const dark: Palette = {
  field: '#0f1730',
  fieldAlternate: '#111b38',
  border: '#3c4d7d',
  food: '#ffcf5c',
  foodGround: '#3d3115',
  stone: '#66718f',
  stoneLight: '#96a1bf',
  dead: '#c9d2e6',
  deadInk: '#0f1730',
  outline: '#0b1020',
  halo: 'rgb(255 255 255 / 0.36)',
  pattern: 'rgb(11 16 32 / 0.68)',
  twin: '#16203f',
  text: '#e8edf8',
  textHalo: '#0b1020',
  danger: '#ff5a4f',
  dangerInk: '#1d0604',
  crown: '#ffcf5c',
  snakes: darkSnakes,
  inks: darkSnakes,
};

const light: Palette = {
  field: '#f8faf3',
  fieldAlternate: '#f1f5ea',
  border: '#8c97ae',
  food: '#6b4300',
  foodGround: '#ffdc85',
  stone: '#566079',
  stoneLight: '#7d88a3',
  dead: '#8791a6',
  deadInk: '#ffffff',
  outline: '#1c2438',
  halo: 'rgb(28 36 56 / 0.28)',
  pattern: 'rgb(20 26 44 / 0.72)',
  twin: '#1c2438',
  text: '#1c2438',
  textHalo: '#ffffff',
  danger: '#c8201a',
  dangerInk: '#ffffff',
  crown: '#d99a00',
  snakes: ['#56607a', '#12b886', '#2f9be6', '#f09a00', '#d977b0', '#f2dc2e', '#ea5a2a'],
  inks: ['#454f68', '#006148', '#00518f', '#7a4700', '#8c2f67', '#5d5500', '#962f00'],
};

export function paletteFor(isLight: boolean): Palette {
  return isLight ? light : dark;
}

export function snakeColour({ snakes }: Palette, colour: number): string {
  return snakes[colour] ?? (snakes[0] as string);
}

export function snakeInk({ inks }: Palette, colour: number): string {
  return inks[colour] ?? (inks[0] as string);
}
