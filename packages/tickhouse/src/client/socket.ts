// The little of WebSocket that the client uses: a browser's own, Node's, or that of the package ws.

export interface SocketLike {
  binaryType: string;
  readonly readyState: number;
  send(data: Uint8Array<ArrayBuffer>): void;
  close(code?: number, reason?: string): void;
  addEventListener(type: 'open', listener: () => void): void;
  addEventListener(type: 'message', listener: (event: { data: unknown }) => void): void;
  addEventListener(
    type: 'close',
    listener: (event: { code: number; reason: string }) => void,
  ): void;
  addEventListener(type: 'error', listener: () => void): void;
}

/** What makes a socket: `WebSocket` itself is one. */
export type SocketMaker = new (url: string) => SocketLike;

/** `readyState` of a socket that can send (WHATWG WebSockets). */
export const openState: number = 1;
