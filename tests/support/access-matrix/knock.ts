/** One request on a connection of its own: after a refusal the server may close the one that it came over. */
import { request as httpRequest, type IncomingHttpHeaders } from 'node:http';

export type Knock = { method?: string; headers?: Record<string, string>; body?: string | Uint8Array };
export type Told = { status: number; headers: IncomingHttpHeaders; location: string; text: string };

export function knock(url: string, { method = 'GET', headers = {}, body }: Knock = {}): Promise<Told> {
	return new Promise((resolve, reject) => {
		const length = body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) };
		const request = httpRequest(
			url,
			{ method, agent: false, headers: { 'accept-language': 'en', ...headers, ...length } },
			(response) => {
				const chunks: Buffer[] = [];
				response.on('data', (chunk: Buffer) => chunks.push(chunk));
				response.on('end', () =>
					resolve({
						status: response.statusCode ?? 0,
						headers: response.headers,
						location: response.headers.location ?? '',
						text: Buffer.concat(chunks).toString('utf8')
					})
				);
			}
		);
		request.on('error', (error) =>
			reject(new Error(`${method} ${url} was not answered: ${error.message}`, { cause: error }))
		);
		request.end(body);
	});
}
