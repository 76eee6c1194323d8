// How much of the field the stage shows: all of it where its cells can be read, else a part that moves.

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** Where a frame is drawn. Lengths are in device pixels; one of them for each of the screen's. */
export interface View extends Size {
  /** The side of a cell: whole, so that every cell is drawn the same. */
  readonly cell: number;
  /** Device pixels for each CSS pixel. */
  readonly scale: number;
  /** Whether only a part of the field is seen. */
  readonly moves: boolean;
}

/** In CSS pixels: a cell below the first is not readable, and a view that moves has these. */
const readableCell = { large: 12, small: 11 } as const;
const movingCell = { large: [20, 24], small: [16, 26] } as const;

/**
 * @param place of the stage, in CSS pixels
 * @param field in cells
 * @param isSmall on a touch screen or a small one
 */
export function viewOf(place: Size, field: Size, scale: number, isSmall: boolean): View {
  const kind = isSmall ? 'small' : 'large';
  const across = place.width / field.width;
  const down = place.height / field.height;
  const whole = Math.min(across, down);
  const moves = whole < readableCell[kind];
  const [least, most] = movingCell[kind];
  // As large as the stage fills its shorter way, within reason: what comes must be seen in time.
  const wanted = moves ? Math.min(most, Math.max(least, Math.max(across, down))) : whole;
  const cell = Math.max(1, Math.floor(wanted * scale));
  const width = Math.min(Math.floor(place.width * scale), field.width * cell);
  const height = Math.min(Math.floor(place.height * scale), field.height * cell);
  return { cell, scale, width: Math.max(1, width), height: Math.max(1, height), moves };
}
