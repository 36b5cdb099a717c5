/** Every role and every key at every page, form, file and resource of the built product, without a browser's tab. */
import { mayOpen, pagePaths } from '../../src/lib/domain/access.ts';
import { resourceNames } from '../../src/lib/protocol/api/queries.ts';
import { makeCallers, otherHospital, ownHospital } from '../support/access-matrix/callers.ts';
import { upload } from '../support/access-matrix/endpoints.ts';
import { askForeign, foreignOnPages, layDownOther } from '../support/access-matrix/foreign.ts';
import { askActions, askApi, askPages, askPageServers, type Site } from '../support/access-matrix/pages.ts';
import { Tally } from '../support/access-matrix/tally.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { cookieHeader, openSession } from '../support/session.ts';
import { expect, test } from './city.ts';

test.use({ role: 'public' });
test.setTimeout(300_000);

let server: TestServer;
let site: Site;
test.beforeAll(async () => {
	server = await startServer();
	site = server;
});
test.afterAll(() => server.stop());

/** Beds are everybody's, and their pages show all hospitals' whatever is named. */
const pagesOfAll: readonly string[] = ['/beds', '/beds/find', '/wall', '/public'];
const ownPages = pagePaths.filter((page) => mayOpen('hospital', page) && !pagesOfAll.includes(page));

/** The other hospital's clerk uploads a file; whose it is, its address does not say. */
async function otherUpload(): Promise<string> {
	const cookie = cookieHeader(await openSession(server.sql, 'hospital', otherHospital));
	const { location } = await upload(server, { cookie, key: null }, `hospital:${otherHospital}`, 'visit');
	expect(location).toMatch(/^\/upload\/[0-9a-f]{32}/);
	return location;
}

test('whoever asks for a page, a form, a file or a resource gets what the tables of access say', async () => {
	const callers = await makeCallers(site);
	const tally = new Tally();
	await askPages(site, callers, tally);
	await askActions(site, callers, tally);
	await askPageServers(site, callers, tally);
	await askApi(site, callers, tally);
	const session = await openSession(server.sql, 'hospital', ownHospital);
	const on = await layDownOther(server, cookieHeader(session));
	await askForeign(on, foreignOnPages(ownPages, resourceNames, await otherUpload()), tally);
	console.log(`\n${String(tally)}\n`);
	expect(tally.wrong).toEqual([]);
	for (const kind of ['page', 'page data', 'form action', 'download', 'read API']) {
		const { allowed, refused } = tally.counts(kind);
		expect(allowed, kind).toBeGreaterThan(0);
		expect(refused, kind).toBeGreaterThan(0);
	}
});
