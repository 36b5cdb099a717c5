/** One attempt to hand over one message: no redirect is followed, no more than the status of the answer is read. */
import { request as requestHttp, type RequestOptions } from 'node:http';
import { request as requestHttps } from 'node:https';
import { deliveryHeader, signatureHeader } from '../../../protocol/alerts.ts';
import { signWebhook } from '../../auth/webhook-secret.ts';
import type { Attempt } from './attempt.ts';
import { faultOfAddress, guardedLookup } from './public-address.ts';

export type Message = { id: string; url: string; body: string; secret: string };
export type PostOptions = { allowedHosts: readonly string[]; now: Date; timeoutMs: number };

export async function postMessage(message: Message, options: PostOptions): Promise<Attempt> {
	const fault = faultOfAddress(message.url, options.allowedHosts);
	if (fault !== null) return { status: null, fault };
	try {
		const status = await send(message, options);
		return { status, fault: status >= 200 && status < 300 ? null : 'status' };
	} catch (error) {
		return { status: null, fault: codeOf(error) };
	}
}

function send(
	{ id, url, body, secret }: Message,
	{ allowedHosts, now, timeoutMs }: PostOptions
): Promise<number> {
	const request = url.startsWith('https:') ? requestHttps : requestHttp;
	const options: RequestOptions = {
		method: 'POST',
		// A connection of its own: a kept one would lead where a name pointed to before.
		agent: false,
		lookup: guardedLookup(allowedHosts),
		signal: AbortSignal.timeout(timeoutMs),
		headers: {
			'content-type': 'application/cloudevents+json; charset=utf-8',
			'content-length': Buffer.byteLength(body),
			'user-agent': 'denyut-webhook/1',
			[deliveryHeader]: id,
			[signatureHeader]: signWebhook(secret, body, Math.floor(now.getTime() / 1000))
		}
	};
	return new Promise((resolve, reject) => {
		const outgoing = request(url, options, (response) => {
			resolve(response.statusCode ?? 0);
			response.destroy();
		});
		outgoing.on('error', reject);
		outgoing.end(body);
	});
}

/** The code of a fault, never its message: that names addresses. */
function codeOf(error: unknown): string {
	if (!(error instanceof Error)) return 'unknown';
	if (error.name === 'AbortError' || error.name === 'TimeoutError') return 'timeout';
	return 'code' in error ? String(error.code) : error.name;
}
