/** Which version of the product gathered a figure: that of its package, since it is released as a whole. */
import { readFileSync } from 'node:fs';

const manifest = new URL('../../../../../package.json', import.meta.url);

export const softwareVersion = `denyut ${
	(JSON.parse(readFileSync(manifest, 'utf8')) as { version: string }).version
}`;
