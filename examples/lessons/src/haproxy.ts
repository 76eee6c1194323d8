// What HAProxy is told: one address for players, several servers behind it.

import { type Address, addressOf } from './address.ts';

/** A configuration for HAProxy 2.6 and newer. @param front where it listens */
export function haproxyConfig(front: Address, ports: readonly number[]): string {
  const servers = ports.map((port, i) => `  server server${i + 1} 127.0.0.1:${port}`);
  return `defaults
  mode http
  timeout connect 1s
  # A WebSocket is one long answer.
  timeout client 1h
  timeout server 1h
  timeout tunnel 1h
  # A busy server may be slow to answer; one that is gone refuses at once.
  timeout check 3s
  # Who cannot be reached is left out, and whoever asked is led to another.
  retries 3
  option redispatch 1

frontend players
  bind ${addressOf(front)}
  default_backend servers

backend servers
  balance leastconn
  option httpchk GET /healthz
  # It says when a server is found, which is how the farm learns that the balancer is ready.
  option log-health-checks
  # Two wrong answers in a row take a server out, one right answer back in. A look has as long to connect
  # as lies between two, so less than this would be too little for a busy machine.
  default-server check inter 500ms fall 2 rise 1 on-marked-down shutdown-sessions
${servers.join('\n')}
`;
}
