// What a connection may do before it is refused. All are options of serve().

export interface GateLimits {
  /** Bytes of one message from a client. Default: 16,384. */
  readonly messageBytesMax: number;
  /**
   * Messages of one client in a second, WebSocket's own pings and pongs too; one more closes the
   * connection. Default: 200.
   */
  readonly messagesPerSecondMax: number;
  /** How long a new connection may take to say hello, in ms. Default: 5,000. */
  readonly helloMs: number;
  /** How long a client may say nothing, in ms; it acknowledges every second. Default: 12,000. */
  readonly silentMs: number;
  /**
   * Unsent bytes of one connection to an endpoint; more closes it. Rooms have `bufferedBytesMax`.
   * Default: 1 MiB.
   */
  readonly textBufferedBytesMax: number;
}

export const defaultGateLimits: GateLimits = {
  messageBytesMax: 16_384,
  messagesPerSecondMax: 200,
  helloMs: 5_000,
  silentMs: 12_000,
  textBufferedBytesMax: 1024 * 1024,
};
