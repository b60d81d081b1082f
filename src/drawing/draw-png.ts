import { fileURLToPath } from 'node:url';

const fonts = ['Inter-Regular.otf', 'Inter-SemiBold.otf'].map((name) =>
  fileURLToPath(new URL(`../../assets/fonts/${name}`, import.meta.url)),
);

/** Pixels per unit of the drawing: sharp where a screen has two for one. */
const zoom = 2;

/**
 * An SVG as PNG, drawn in a thread of the pool with the fonts that come with the project and no other. Rejects where
 * the drawing program has no binary for this machine.
 */
export async function drawPng(svg: string): Promise<Uint8Array> {
  // Native code of 5 MB that only a digest needs.
  const { renderAsync } = await import('@resvg/resvg-js');
  const image = await renderAsync(svg, {
    fitTo: { mode: 'zoom', value: zoom },
    font: { loadSystemFonts: false, fontFiles: fonts, defaultFontFamily: 'Inter' },
  });
  return image.asPng();
}
