/**
 * Loaded into a server that is measured (`NODE_OPTIONS=--import`): at each SIGUSR2 it collects what can be collected and
 * writes how many bytes of the heap are left, and how many of them are compiled code, to the file that DENYUT_HEAP_FILE
 * names. JavaScript, because it is loaded before whatever reads TypeScript.
 */
import { writeFileSync } from 'node:fs';
import { getHeapCodeStatistics, setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { isMainThread } from 'node:worker_threads';

const file = process.env['DENYUT_HEAP_FILE'];
if (isMainThread && file !== undefined) {
	setFlagsFromString('--expose-gc');
	const collect = runInNewContext('gc');
	process.on('SIGUSR2', () => {
		collect();
		collect();
		const code = getHeapCodeStatistics();
		const codeBytes = code.code_and_metadata_size + code.bytecode_and_metadata_size;
		writeFileSync(file, JSON.stringify({ bytes: process.memoryUsage().heapUsed, codeBytes }));
	});
}
