import { fileURLToPath } from 'node:url';

const fonts = ['Inter-Regular.otf', 'Inter-SemiBold.otf'].map((name) =>
  fileURLToPath(new URL(`../../assets/fonts/${name}`, import.meta.url)),
);

/** Pixels per unit of the drawing: sharp where a screen has two for one. */
const zoom = 2;

let last: Promise<unknown> = Promise.resolve();

/**
 * An SVG as PNG, drawn in a thread of the pool with the fonts that come with the project and no other; one picture at a time,
 * as each takes up to 40 MB while it is drawn. Rejects where the drawing program has no binary for this machine.
 */
export function drawPng(svg: string): Promise<Uint8Array> {
  const drawn = last.then(() => drawAlone(svg));
  last = drawn.catch(() => undefined);
  return drawn;
}

async function drawAlone(svg: string): Promise<Uint8Array> {
  // Native code of 5 MB that only a digest needs.
  const { renderAsync } = await import('@resvg/resvg-js');
  const image = await renderAsync(svg, {
    fitTo: { mode: 'zoom', value: zoom },
    font: { loadSystemFonts: false, fontFiles: fonts, defaultFontFamily: 'Inter' },
  });
  return image.asPng();
}
