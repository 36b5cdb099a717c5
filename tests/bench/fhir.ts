/**
 * Bundles of 50 encounters (each with its patient and diagnosis, half with a drug), resources a second, as a ratio to native
 * events in the same run: the same visits, as many a request, from as many clients. The load comes from a process of its own.
 */
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { fork } from 'node:child_process';
import { parseArgs } from 'node:util';
import { hospitals } from '../../src/lib/domain/hospitals.ts';
import { startServer } from '../support/server.ts';
import { median, round } from './support/table.ts';

const { values } = parseArgs({
	options: {
		rounds: { type: 'string', default: '3' },
		seconds: { type: 'string', default: '5' },
		clients: { type: 'string', default: '8' },
		entry: { type: 'string', default: 'src/server.ts' }
	}
});
const encounters = 50;
const forms = ['events', 'transaction', 'batch'] as const;
type Form = (typeof forms)[number];
type Result = { items: number; visits: number; ms: number; isSpent: boolean };

async function load(origin: string, keys: string[], form: Form): Promise<Result> {
	const child = fork(fileURLToPath(new URL('./support/load-fhir.ts', import.meta.url)), {
		execArgv: ['--import', 'tsx']
	});
	child.send({
		origin,
		keys,
		seconds: Number(values.seconds),
		clients: Number(values.clients),
		size: encounters,
		form
	});
	const [result] = (await once(child, 'message')) as [Result];
	await once(child, 'exit');
	if (result.isSpent) console.warn(`${form}: everything prepared was taken before the time was up`);
	return result;
}

const server = await startServer({ entry: values.entry });
try {
	const keys: string[] = [];
	for (const { code } of hospitals)
		keys.push(await server.keys.create({ party: 'hospital', role: null, facility: code }));
	for (const form of forms) await load(server.origin, keys, form);
	const items: Record<Form, number[]> = { events: [], transaction: [], batch: [] };
	const visits: Record<Form, number[]> = { events: [], transaction: [], batch: [] };
	for (let i = 0; i < Number(values.rounds); i++)
		for (const form of forms) {
			const result = await load(server.origin, keys, form);
			items[form].push((result.items / result.ms) * 1_000);
			visits[form].push((result.visits / result.ms) * 1_000);
		}
	const ratios = (form: Form, of: Record<Form, number[]>) =>
		of[form].map((rate, i) => rate / (items.events[i] ?? NaN));
	console.log(`${values.clients} clients × ${encounters} visits a request, median of ${values.rounds}`);
	console.table(
		forms.map((form) => ({
			form,
			'resources or events/s': round(median(items[form])),
			'ratio to events': round(median(ratios(form, items)), 3),
			'visits/s': round(median(visits[form])),
			'ratio of visits': round(median(ratios(form, visits)), 3)
		}))
	);
} finally {
	await server.stop();
}
