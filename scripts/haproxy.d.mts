// The types of haproxy.mjs, for the tests that import it.

/** The path of an HAProxy that can be started; installs Debian's, or throws what to install. */
export declare function ensureHaproxy(): string;
