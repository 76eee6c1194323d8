// What a link's QR code should look like on the page, as its library makes it.

import { correction, generate } from 'lean-qr';

/** Rows of `#` and `.`, with the quiet zone of four modules that the standard asks for. */
export function qrModules(link: string): string[] {
  const code = generate(link, { minCorrectionLevel: correction.M });
  return code.toString({ on: '#', off: '.', lf: '\n', pad: 4 }).trim().split('\n');
}
