// Where a lesson listens, as programs and as people write it.

export interface Address {
  readonly host: string;
  readonly port: number;
}

/** `127.0.0.1:8080`; an IPv6 address stands in brackets. */
export function addressOf({ host, port }: Address): string {
  return `${host.includes(':') ? `[${host}]` : host}:${port}`;
}

/** What to open in a browser: `http://localhost:8080` wherever that leads there. */
export function urlOf({ host, port }: Address): string {
  const isHere = ['127.0.0.1', '0.0.0.0', '::1', '::', 'localhost'].includes(host);
  return `http://${addressOf({ host: isHere ? 'localhost' : host, port })}`;
}
