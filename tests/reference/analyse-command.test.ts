import { spawnSync } from 'node:child_process';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { hasReference, listReference, readReference, sayWhenMissing } from './reference-data.ts';

interface ClaimsFile {
	readonly triangle: { readonly id: string };
	readonly mack: readonly {
		readonly est_sigma: string;
		readonly alpha: number;
		readonly mse_method: string;
		readonly total: { readonly ibnr: number; readonly mack_se: number };
	}[];
}

const top = resolve(import.meta.dirname, '../..');

function analyse(kind: string, input: string) {
	const command = ['--import', 'tsx', join(top, 'src/cli/analyse.ts'), kind, '-'];
	return spawnSync(process.execPath, command, { cwd: top, input, encoding: 'utf8', maxBuffer: 2 ** 28 });
}

sayWhenMissing('analyse command');

describe.skipIf(!hasReference)('npm run analyse -- reserve, beside R', () => {
	it('answers every triangle of the set in order, each with both sigma methods', () => {
		const files = listReference('claims').map((name) => readReference<ClaimsFile>(`claims/${name}.json`));
		const { status, stdout } = analyse('reserve', JSON.stringify(files));
		expect(status).toBe(0);
		const answers = JSON.parse(stdout) as {
			id: string;
			sigmaMethod: string;
			totalIbnr: number;
			totalSe: number;
		}[];
		const expected = files.flatMap(({ triangle, mack }) =>
			mack
				.filter(({ alpha, mse_method }) => alpha === 1 && mse_method === 'Mack')
				.map(({ est_sigma, total }) => ({ id: triangle.id, sigmaMethod: est_sigma, total }))
		);
		expect(answers.map(({ id, sigmaMethod }) => [id, sigmaMethod])).toEqual(
			expected.map(({ id, sigmaMethod }) => [id, sigmaMethod])
		);
		for (const [index, { total }] of expected.entries()) {
			expect((answers[index]?.totalIbnr ?? NaN) / total.ibnr).toBeCloseTo(1, 8);
			expect((answers[index]?.totalSe ?? NaN) / total.mack_se).toBeCloseTo(1, 8);
		}
	});
});
