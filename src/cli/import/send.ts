import { Presets, SingleBar } from 'cli-progress';
import type { BatchAnswer } from '../../lib/protocol/events.ts';
import { RequestRefusal, type RawItem } from '../../lib/server/ingest/batch.ts';
import type { Ingest } from '../../lib/server/ingest/ingest.ts';
import type { Source } from './source.ts';

const sender = { party: 'importer', facility: null } as const;
const batchSize = 2_000;
const retryAfterMs = 1_000;
/** A database that is away for longer is no passing fault. */
const mostTries = 30;
const shownErrors = 8;

/** Sends a source through the one ingest path and tells what became of it. */
export async function importItems(ingest: Ingest, source: Source): Promise<void> {
	const bar = new SingleBar(
		{ format: 'Import  {bar} {percentage} %', hideCursor: true, noTTYOutput: true },
		Presets.shades_classic
	);
	const sum: BatchAnswer = { accepted: 0, duplicate: 0, quarantined: 0, errors: [] };
	let batch: RawItem[] = [];
	let done = 0;
	const flush = async () => {
		if (batch.length === 0) return;
		const answer = await takeUntilStored(ingest, batch);
		sum.accepted += answer.accepted;
		sum.duplicate += answer.duplicate;
		sum.quarantined += answer.quarantined;
		if (sum.errors.length < 1_000) sum.errors.push(...answer.errors);
		batch = [];
		bar.update(done);
	};
	bar.start(source.total, 0);
	for await (const next of source.items) {
		batch.push(next.item);
		done = next.done;
		if (batch.length >= batchSize) await flush();
	}
	await flush();
	bar.update(source.total);
	bar.stop();
	report(sum, source.note);
}

async function takeUntilStored(ingest: Ingest, items: readonly RawItem[]): Promise<BatchAnswer> {
	for (let tries = 1; ; tries++) {
		try {
			return await ingest.take(sender, items, { mode: 'each', locale: 'en' });
		} catch (error) {
			if (!(error instanceof RequestRefusal) || tries === mostTries) throw error;
			await new Promise((resolve) => setTimeout(resolve, retryAfterMs));
		}
	}
}

function report({ accepted, duplicate, quarantined, errors }: BatchAnswer, note: string | undefined): void {
	console.log(`${accepted} accepted, ${duplicate} known already, ${quarantined} quarantined.`);
	if (note !== undefined) console.log(note);
	const sentences = new Map<string, number>();
	for (const { message } of errors) sentences.set(message, (sentences.get(message) ?? 0) + 1);
	for (const [message, times] of [...sentences].slice(0, shownErrors)) console.log(`  ${times} × ${message}`);
	if (sentences.size > shownErrors)
		console.log(`  … and ${sentences.size - shownErrors} other reasons: see Data quality.`);
}
