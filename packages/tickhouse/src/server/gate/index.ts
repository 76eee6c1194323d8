// The face of `gate`: an adopted socket's life.

export { Gate, type LocalWebSocket } from './gate.ts';
export { defaultGateLimits, type GateLimits } from './limits.ts';
export type { Endpoint, TextSocket } from './text-session.ts';
