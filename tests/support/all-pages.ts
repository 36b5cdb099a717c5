/** Every page of the house, found in the folders of its routes, with who opens it. */
import { readdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { mayOpen, pageOf, pageRoles } from '../../src/lib/domain/access.ts';
import type { Role } from '../../src/lib/domain/role.ts';

export interface SeenPage {
	/** As in the routes: `/claims/[facility]/[claim]`. */
	readonly route: string;
	/** What an address of it looks like. */
	readonly pattern: RegExp;
	/** The page that links to one of it, where its address names something or asks for something. */
	readonly parent: string;
	readonly isNamed: boolean;
	/** The planner wherever she may; nobody where people sign in. */
	readonly role: Role;
}

const top = resolve(import.meta.dirname, '../../src/routes');

export function allPages(): SeenPage[] {
	return readdirSync(top, { recursive: true, encoding: 'utf8' })
		.filter((file) => file.endsWith('+page.svelte'))
		.map((file) => `/${file.replace(/\([^)]*\)\//g, '').replace(/\/?\+page\.svelte$/, '')}`)
		.sort()
		.map((route) => ({
			route,
			pattern: patternOf(route),
			parent: route.replace(/\/\[.*$|\/[^/]*$/, '') || '/',
			isNamed: route.includes('['),
			role: roleOf(route)
		}));
}

const patternOf = (route: string) => new RegExp(`^${route.replace(/\[[^\]]*\]/g, '[^/?]+')}([?].*)?$`);

function roleOf(route: string): Role {
	const page = pageOf(route);
	if (page === null || page === '/login') return 'public';
	return mayOpen('planner', page)
		? 'planner'
		: (pageRoles[page].find((role) => role !== 'public') ?? 'public');
}
