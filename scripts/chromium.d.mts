// The types of chromium.mjs, for the tests that import it.

/** The path of a Chromium that can be started; installs Debian's, or throws what to install. */
export declare function ensureChromium(): string;
