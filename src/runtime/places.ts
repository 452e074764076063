/**
 * Where the parts of the package are that are no code of this file's neighbours: the same functions serve
 * the sources and the built package, whose folders have the same shape.
 */
/** `src/` or `dist/`: the folder of all layers. */
const layers = new URL('../', import.meta.url);
