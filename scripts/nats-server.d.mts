// The types of nats-server.mjs, for the tests that import it.

/** The path of a nats-server that can be started; installs Debian's, or throws what to install. */
export declare function ensureNatsServer(): string;
