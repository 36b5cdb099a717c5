import { describe, expect, it } from 'vitest';
import { firstPage, mayOpen, pagePaths } from '../../domain/access.ts';
import { roles } from '../../domain/role.ts';
import { publicViewer, type Viewer } from '../../domain/viewer.ts';
import { judgePassage } from './passage.ts';

const viewerOf = (role: Viewer['role']): Viewer => ({ name: 'test', role, facility: null });

describe('a page', () => {
	it('sends who is not signed in to the sign-in page, and back to where they wanted to go', () => {
		expect(judgePassage(publicViewer, '/(app)/budget', '/budget?year=2026')).toEqual({
			kind: 'sign-in',
			location: '/login?next=%2Fbudget%3Fyear%3D2026'
		});
	});

	it('of another role is refused, and so is everything below it', () => {
		expect(judgePassage(viewerOf('hospital'), '/(app)/quality', '/')).toEqual({ kind: 'forbidden' });
		expect(judgePassage(viewerOf('hospital'), '/(app)/quality/[id]', '/')).toEqual({ kind: 'forbidden' });
		expect(judgePassage(viewerOf('executive'), '/(app)/trail', '/')).toEqual({ kind: 'forbidden' });
	});

	it('is judged by the longest page that its path lies in', () => {
		expect(judgePassage(viewerOf('planner'), '/(app)/beds/report', '/')).toEqual({ kind: 'forbidden' });
		expect(judgePassage(viewerOf('hospital'), '/(app)/beds/report', '/')).toEqual({ kind: 'open' });
		expect(judgePassage(viewerOf('planner'), '/(app)/beds', '/')).toEqual({ kind: 'open' });
	});

	it('that no table knows is nobody’s, and what is no route is left to the router', () => {
		expect(judgePassage(viewerOf('admin'), '/(app)/bedsides', '/bedsides')).toEqual({ kind: 'forbidden' });
		expect(judgePassage(publicViewer, null, '/nothing-here')).toEqual({ kind: 'open' });
		expect(judgePassage(publicViewer, '/api/v1/beds', '/api/v1/beds')).toEqual({ kind: 'open' });
	});

	it('where a role begins is one it may open, and the front door leads there', () => {
		for (const role of roles) expect(mayOpen(role, firstPage[role]), role).toBe(true);
		expect(judgePassage(viewerOf('hospital'), '/(app)', '/')).toEqual({
			kind: 'elsewhere',
			location: '/beds'
		});
	});

	it('is open to the roles of the table and to no other', () => {
		for (const role of roles)
			for (const page of pagePaths)
				expect(judgePassage(viewerOf(role), `/(app)${page}`, page).kind === 'open', `${role} ${page}`).toBe(
					mayOpen(role, page)
				);
	});
});
