import { spawnSync } from 'node:child_process';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { raa, taylorAshe } from '../../tests/fixtures/triangles.ts';

const top = resolve(import.meta.dirname, '../..');

function analyse(kind: string, file: string, input = '') {
	const command = join(top, 'src/cli/analyse.ts');
	return spawnSync(process.execPath, ['--import', 'tsx', command, kind, file], {
		cwd: top,
		input,
		encoding: 'utf8'
	});
}

/** Exit 2, nothing on standard output, one line on standard error. */
function expectRefusal(kind: string, file: string, input: string, sentence: string): void {
	const { status, stdout, stderr } = analyse(kind, file, input);
	expect([status, stdout]).toEqual([2, '']);
	expect(stderr.trim().split('\n')).toEqual([sentence]);
}

describe('npm run analyse', () => {
	it('answers for both sigma methods of every triangle, in the order of the file', () => {
		const triangles = [
			{ triangle: { id: 'Taylor–Ashe', cumulative: taylorAshe } },
			{ triangle: { id: 'RAA', cumulative: raa } }
		];
		const { status, stdout } = analyse('reserve', '-', JSON.stringify(triangles));
		expect(status).toBe(0);
		const answers = JSON.parse(stdout) as {
			id: string;
			sigmaMethod: string;
			totalIbnr: number;
			totalSe: number;
		}[];
		expect(answers.map(({ id, sigmaMethod }) => [id, sigmaMethod])).toEqual([
			['Taylor–Ashe', 'Mack'],
			['Taylor–Ashe', 'log-linear'],
			['RAA', 'Mack'],
			['RAA', 'log-linear']
		]);
		expect(answers.map(({ totalIbnr }) => Math.round(totalIbnr))).toEqual([18680856, 18680856, 52135, 52135]);
		expect(Math.round(answers[2]?.totalSe ?? 0)).toBe(26909);
	}, 20_000);

	it.each(['forecast', 'outbreak', 'reserve'])(
		'says in one sentence that there is no file: %s',
		(kind) => {
			expectRefusal(kind, '/no/such/file', '', '/no/such/file cannot be read: there is no such file.');
		},
		20_000
	);

	it('refuses what it cannot read with one sentence', () => {
		expectRefusal('reserve', '-', '', 'Standard input is empty.');
		expectRefusal(
			'reserve',
			'-',
			'{"triangle":',
			'Standard input is not JSON: Unexpected end of JSON input.'
		);
	}, 20_000);

	it('names the triangle and the cell that is no number, also where NaN stands bare', () => {
		const bare = '{"triangle":{"id":"RAA","cumulative":[[1,2],[NaN,null]]}}';
		expectRefusal('reserve', '-', bare, 'Triangle RAA: cumulative[1][0] is NaN, not a number.');
	}, 20_000);

	it('says how it is called where the kind is unknown', () => {
		const { status, stderr } = analyse('guess', '-');
		expect(status).toBe(2);
		expect(stderr).toContain('forecast|outbreak|reserve FILE');
		const option = analyse('reserve', '--alpha');
		expect(option.status).toBe(2);
		expect(option.stderr).toContain('forecast|outbreak|reserve FILE');
	}, 20_000);
});
