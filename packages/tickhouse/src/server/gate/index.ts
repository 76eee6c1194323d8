// The face of `gate`: an adopted socket's life.

export { Gate } from './gate.ts';
export { defaultGateLimits, type GateLimits } from './limits.ts';
