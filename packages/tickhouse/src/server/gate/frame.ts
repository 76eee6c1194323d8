// Pre-built WebSocket frames: a payload is framed once and the same bytes go to every receiver.
// Source: RFC 6455 sections 5.2 and 5.5; a server's frames are final, binary (or a pong) and unmasked.
//
//   0x82 · length < 126:    length (1 byte)
//        · length < 65,536: 126 · length (2 bytes)
//        · else:            127 · length (8 bytes)        · payload

import type { Payload } from '../../host/index.ts';

const finalBinary = 0x82;
const finalPong = 0x8a;

/** The payload as one WebSocket frame, made at the first call. */
export function frameOf(payload: Payload): Uint8Array {
  payload.framed ??= frame(payload.bytes);
  return payload.framed;
}

/** The answer to a WebSocket ping. @param data what it carried: at most 125 bytes */
export function pongFrame(data: Uint8Array): Uint8Array {
  const framed = frame(data);
  framed[0] = finalPong;
  return framed;
}

function frame(bytes: Uint8Array): Uint8Array {
  const length = bytes.length;
  const header = length < 126 ? 2 : length < 65_536 ? 4 : 10;
  const framed = Buffer.allocUnsafe(header + length);
  framed[0] = finalBinary;
  if (header === 2) framed[1] = length;
  else if (header === 4) {
    framed[1] = 126;
    framed.writeUInt16BE(length, 2);
  } else {
    framed[1] = 127;
    framed.writeBigUInt64BE(BigInt(length), 2);
  }
  framed.set(bytes, header);
  return framed;
}
