import { describe, expect, it } from 'vitest';
import type { Viewer } from '../../domain/viewer.ts';
import type { Look } from '../store/trail/look.ts';
import { RowsSeen } from './rows-seen.ts';

const viewer: Viewer = { name: 'user:a', role: 'planner', facility: null };

function openSeen() {
	const lines: { who: string; rows: readonly string[] | undefined }[] = [];
	const state = { now: 0, isBroken: false };
	const seen = new RowsSeen({
		ticking: () => new Date(state.now),
		system: {} as never,
		recordLook: async (_, { name }: Viewer, { rows }: Look) => {
			if (state.isBroken) throw new Error('no trail');
			lines.push({ who: name, rows });
			return lines.length;
		}
	});
	const show = (rows: string[], by = viewer) => seen.record(by, { what: '/quality', rows, filter: {} });
	return { lines, show, state };
}

describe('rows on a page that renews itself', () => {
	it('are written down when they come on the screen, and not with every reload', async () => {
		const { lines, show } = openSeen();
		await show(['quarantine:1', 'quarantine:2']);
		await show(['quarantine:1', 'quarantine:2']);
		await show(['quarantine:2', 'quarantine:3', 'quarantine:3']);
		expect(lines.map(({ rows }) => rows)).toEqual([['quarantine:1', 'quarantine:2'], ['quarantine:3']]);
	});

	it('are another viewer’s look each', async () => {
		const { lines, show } = openSeen();
		await show(['quarantine:1']);
		await show(['quarantine:1'], { ...viewer, name: 'user:b' });
		expect(lines.map(({ who }) => who)).toEqual(['user:a', 'user:b']);
	});

	it('are written down again after a while', async () => {
		const { lines, show, state } = openSeen();
		await show(['quarantine:1']);
		state.now = 10 * 60_000 - 1;
		await show(['quarantine:1']);
		expect(lines).toHaveLength(1);
		state.now += 1;
		await show(['quarantine:1']);
		expect(lines).toHaveLength(2);
	});

	it('are not shown where they cannot be written down, and are tried again', async () => {
		const { lines, show, state } = openSeen();
		state.isBroken = true;
		await expect(show(['quarantine:1'])).rejects.toThrow('no trail');
		state.isBroken = false;
		await show(['quarantine:1']);
		expect(lines).toHaveLength(1);
	});

	it('that are none write nothing', async () => {
		const { lines, show } = openSeen();
		await show([]);
		expect(lines).toEqual([]);
	});
});
