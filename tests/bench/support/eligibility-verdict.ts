/** What a run of the eligibility benchmark has shown: plain sentences of what failed, none where all is well. */
import { quantile, round } from './table.ts';

export type Asked = {
	/** Milliseconds until the answer was whole, of those that came. */
	times: readonly number[];
	/** Answers that said something else than the registers do. */
	wrong: readonly string[];
	/** Requests that were refused or not answered. */
	failed: readonly string[];
	/** Questions of each kind of person that were answered. */
	answered: Readonly<Record<string, number>>;
};

export function faultsOf({ times, wrong, failed, answered }: Asked, barMs: number): string[] {
	const p95 = quantile(times, 0.95);
	const faults = Object.entries(answered)
		.filter(([, count]) => count === 0)
		.map(([kind]) => `Nobody was answered about ${kind}.`);
	if (failed.length > 0) faults.push(`${failed.length} questions were not answered; the first: ${failed[0]}`);
	if (wrong.length > 0) faults.push(`${wrong.length} answers were wrong; the first: ${wrong[0]}`);
	if (times.length === 0) faults.push('No answer came at all.');
	else if (!(p95 < barMs)) faults.push(`p95 is ${round(p95, 1)} ms; the bar is ${barMs} ms.`);
	return faults;
}
