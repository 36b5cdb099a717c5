import { request as httpRequest } from 'node:http';
import { expect, test } from './city.ts';

function get(origin: string, path: string, host: string): Promise<number | undefined> {
	return new Promise((resolve, reject) => {
		httpRequest(`${origin}${path}`, { headers: { host } }, (response) => {
			response.resume();
			response.on('end', () => resolve(response.statusCode));
		})
			.on('error', reject)
			.end();
	});
}

test('outlives a stray request to the live path', async ({ request, city }) => {
	const stray = await request.get(`${city.origin}/live/?EIO=4&transport=polling`);
	expect(stray.status()).toBe(400);
	expect((await request.get(`${city.origin}/api/v1/health`)).status()).toBe(200);
});

test('answers to this machine’s names only', async ({ city }) => {
	const { port } = new URL(city.origin);
	for (const path of ['/', '/beds/__data.json', '/api/v1/health'])
		expect(await get(city.origin, path, 'evil.example')).toBe(421);
	for (const name of [`localhost:${port}`, `127.0.0.1:${port}`])
		expect(await get(city.origin, '/public', name)).toBe(200);
});

test('answers an unknown API path in JSON', async ({ request, city }) => {
	const answer = await request.post(`${city.origin}/api/v1/event`, {
		data: [],
		headers: { origin: city.origin }
	});
	expect(answer.status()).toBe(404);
	expect(await answer.json()).toMatchObject({ code: 'not-found' });
});
