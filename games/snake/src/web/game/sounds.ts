// Sounds, made of oscillators: no file is loaded. Nothing is set up before the player has touched the
// page, as browsers ask.

interface Tone {
  readonly shape: OscillatorType;
  /** In Hz, at its beginning and at its end. */
  readonly from: number;
  readonly to: number;
  /** In seconds, from now. */
  readonly at?: number;
  readonly lasts: number;
  /** 0 to 1. */
  readonly loud: number;
}

const volume = 0.22;
/** A scale without half tones: whatever is eaten in whatever order sounds well. */
const scale = [0, 2, 4, 7, 9, 12, 14, 16, 19] as const;
const lowest = 392;

export class Sounds {
  isMuted: boolean;
  #context: AudioContext | undefined;
  #out: GainNode | undefined;
  #hasGesture = false;
  readonly #opening: ReturnType<typeof setTimeout>;
  readonly #stop = new AbortController();

  constructor(isMuted: boolean) {
    this.isMuted = isMuted;
    const { signal } = this.#stop;
    const note = () => {
      this.#hasGesture = true;
    };
    for (const kind of ['keydown', 'click', 'pointerup']) addEventListener(kind, note, { signal });
    // Opening takes many a browser longer than a frame: rather now than in the midst of the game.
    this.#opening = setTimeout(() => {
      if (!this.isMuted && this.#isAllowed()) this.#open();
    });
  }

  stop(): void {
    this.#stop.abort();
    clearTimeout(this.#opening);
    void this.#context?.close();
    this.#context = undefined;
  }

  /** Higher for more points, 1 to 9. */
  eat(points: number): void {
    const step = scale[Math.min(points, scale.length) - 1] ?? 0;
    const pitch = lowest * 2 ** (step / 12);
    this.#play(
      { shape: 'triangle', from: pitch, to: pitch, lasts: 0.09, loud: 0.8 },
      { shape: 'triangle', from: pitch * 1.5, to: pitch * 1.5, at: 0.07, lasts: 0.13, loud: 0.7 },
    );
  }

  turn(): void {
    this.#play({ shape: 'sine', from: 240, to: 210, lasts: 0.03, loud: 0.12 });
  }

  ownDeath(): void {
    this.#play(
      { shape: 'sawtooth', from: 330, to: 60, lasts: 0.5, loud: 0.55 },
      { shape: 'square', from: 120, to: 40, at: 0.03, lasts: 0.3, loud: 0.3 },
    );
  }

  death(): void {
    this.#play({ shape: 'sine', from: 220, to: 110, lasts: 0.22, loud: 0.28 });
  }

  tick(): void {
    this.#play({ shape: 'sine', from: 523, to: 523, lasts: 0.09, loud: 0.5 });
  }

  go(): void {
    this.#play({ shape: 'sine', from: 1_047, to: 1_047, lasts: 0.22, loud: 0.55 });
  }

  gameOver(): void {
    const fall = [523, 440, 349, 262].map(
      (pitch, i): Tone => ({
        shape: 'triangle',
        from: pitch,
        to: pitch,
        at: 0.35 + i * 0.16,
        lasts: 0.2,
        loud: 0.6,
      }),
    );
    this.#play(...fall);
  }

  #play(...tones: Tone[]): void {
    if (this.isMuted || document.hidden || !this.#isAllowed()) return;
    const context = this.#open();
    if (this.#out === undefined) return;
    for (const { shape, from, to, at = 0, lasts, loud } of tones) {
      const begin = context.currentTime + at;
      const oscillator = new OscillatorNode(context, { type: shape, frequency: from });
      oscillator.frequency.setValueAtTime(from, begin);
      oscillator.frequency.exponentialRampToValueAtTime(to, begin + lasts);
      const gain = new GainNode(context, { gain: 0 });
      // A short way up and down, as a step is heard as a click.
      gain.gain.setValueAtTime(0, begin);
      gain.gain.linearRampToValueAtTime(loud, begin + 0.008);
      gain.gain.exponentialRampToValueAtTime(0.001, begin + lasts);
      oscillator.connect(gain).connect(this.#out);
      oscillator.start(begin);
      oscillator.stop(begin + lasts + 0.02);
    }
  }

  #isAllowed(): boolean {
    return navigator.userActivation?.hasBeenActive ?? this.#hasGesture;
  }

  #open(): AudioContext {
    if (this.#context === undefined) {
      this.#context = new AudioContext();
      this.#out = new GainNode(this.#context, { gain: volume });
      this.#out.connect(this.#context.destination);
    }
    // A phone suspends it when the page was away. Where it may not come back, it stays silent.
    if (this.#context.state === 'suspended') this.#context.resume().catch(() => {});
    return this.#context;
  }
}
