// Rings that open on the field and fade: where a snake died, where your own begins.

interface Ring {
  readonly x: number;
  readonly y: number;
  readonly colour: string;
  readonly beganMs: number;
}

const ringMs = 700;

export class Rings {
  #rings: Ring[] = [];

  /** @param x column, y row */
  add(x: number, y: number, colour: string): void {
    this.#rings.push({ x, y, colour, beganMs: performance.now() });
  }

  draw(brush: CanvasRenderingContext2D, cell: number, nowMs: number): void {
    if (this.#rings.length === 0) return;
    this.#rings = this.#rings.filter(({ beganMs }) => nowMs - beganMs < ringMs);
    for (const { x, y, colour, beganMs } of this.#rings) {
      // A frame's time may lie just before the event that began the ring.
      const age = Math.max(0, (nowMs - beganMs) / ringMs);
      brush.globalAlpha = 1 - age;
      brush.strokeStyle = colour;
      brush.lineWidth = cell * 0.35 * (1 - age);
      brush.beginPath();
      brush.arc((x + 0.5) * cell, (y + 0.5) * cell, cell * (0.6 + 2.6 * age), 0, 2 * Math.PI);
      brush.stroke();
      brush.globalAlpha = 1;
    }
  }
}
