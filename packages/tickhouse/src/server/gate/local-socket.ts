// A WebSocket that reaches the gate from within its process, without a network: the same messages,
// limits and close codes, for bots and adapters that live beside their rooms.
//
// What the server says arrives in a later microtask, in order, so that a listener that throws harms no
// room. What the client says is heard at once.

import type { Payload } from '../../host/index.ts';
import type { Line } from './line.ts';

/** The server's end of what the socket says. */
interface FarEnd {
  message(data: Uint8Array, isBinary: boolean): void;
  closed(): void;
}

/** Opens the server's end for a URL; undefined where it has ended the line at once. */
export type Enter = (url: string, line: Line) => FarEnd | undefined;

interface Events {
  open: () => void;
  message: (event: { readonly data: Uint8Array }) => void;
  close: (event: { readonly code: number; readonly reason: string }) => void;
  error: () => void;
}

/** `readyState` as the WHATWG's WebSocket has it. */
const states = { connecting: 0, open: 1, closing: 2, closed: 3 } as const;
/** What a socket without a close frame says (RFC 6455 section 7.1.5). */
const noStatus = 1005;

/** As much of the WHATWG's WebSocket as tickhouse's client uses. */
export class LocalSocket {
  binaryType = 'arraybuffer';
  readonly #listeners: { readonly [K in keyof Events]: Events[K][] } = {
    open: [],
    message: [],
    close: [],
    error: [],
  };
  #readyState: number = states.connecting;
  #farEnd: FarEnd | undefined;

  constructor(url: string, enter: Enter) {
    queueMicrotask(() => {
      if (this.#readyState !== states.connecting) return;
      this.#readyState = states.open;
      this.#farEnd = enter(url, this.#line());
      queueMicrotask(() => {
        if (this.#readyState === states.open) for (const listen of this.#listeners.open) listen();
      });
    });
  }

  get readyState(): number {
    return this.#readyState;
  }

  addEventListener<K extends keyof Events>(type: K, listener: Events[K]): void {
    this.#listeners[type].push(listener);
  }

  send(data: Uint8Array | string): void {
    if (this.#readyState !== states.open) return;
    if (typeof data === 'string') this.#farEnd?.message(new TextEncoder().encode(data), false);
    else this.#farEnd?.message(data, true);
  }

  close(code: number = noStatus, reason = ''): void {
    if (this.#readyState > states.open) return;
    this.#end(code, reason);
    this.#farEnd?.closed();
  }

  /** The end that the server holds. */
  #line(): Line {
    const isOpen = (): boolean => this.#readyState === states.open;
    return {
      get isOpen() {
        return isOpen();
      },
      buffered: 0,
      send: (payload) => this.#receive(payload),
      sendAll: (payloads) => {
        for (const payload of payloads) this.#receive(payload);
      },
      together: (speak) => speak(),
      close: (code, reason) => {
        if (isOpen()) this.#end(code, reason);
      },
      terminate: () => {
        if (isOpen()) this.#end(noStatus, '');
      },
    };
  }

  #receive({ bytes }: Payload): void {
    if (this.#readyState !== states.open) return;
    queueMicrotask(() => {
      if (this.#readyState === states.closed) return;
      for (const listen of this.#listeners.message) listen({ data: bytes });
    });
  }

  #end(code: number, reason: string): void {
    this.#readyState = states.closing;
    queueMicrotask(() => {
      this.#readyState = states.closed;
      for (const listen of this.#listeners.close) listen({ code, reason });
    });
  }
}
