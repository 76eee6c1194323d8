// A link as a QR code. What makes it is loaded when the first code is shown.

/** The quiet zone that the standard asks for, in modules: ISO/IEC 18004, "quiet zone". */
const quietModules = 4;
/** The side of its frame, in CSS pixels. */
const sideMax = 260;

/** One pixel for each module, dark on light; the page's style makes them squares. */
export async function drawCode(canvas: HTMLCanvasElement, link: string): Promise<void> {
  const { correction, generate } = await import('lean-qr');
  const code = generate(link, { minCorrectionLevel: correction.M });
  code.toCanvas(canvas, { on: [11, 16, 32], off: [255, 255, 255], pad: quietModules });
  // A whole number of pixels for each module: none is wider than its neighbour.
  const modules = code.size + 2 * quietModules;
  canvas.style.setProperty('--side', `${modules * Math.floor(sideMax / modules)}px`);
  canvas.dataset.link = link;
}
