/**
 * What the older hospital interfaces share: one object in, one answer out in the original's shape, and refusals that
 * say their code and the place in what was sent. Their software speaks Indonesian, so their answers do by default.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import {
	localeOf,
	requestRefusals,
	type Locale,
	type RequestRefusalCode
} from '../../../../protocol/refusals.ts';
import { RequestRefusal } from '../../batch.ts';
import { prepareRefusal, refusalOf, sendJson, type Endpoint, type EndpointContext } from '../../endpoint.ts';

/** A refusal of the whole request that knows which header or part of the address it is about. */
export class PlacedRefusal extends RequestRefusal {
	constructor(
		code: RequestRefusalCode,
		readonly field: string
	) {
		super(code);
	}
}

export type WholeRefusal = { status: number; code: RequestRefusalCode; field: string; message: string };

const places: Partial<Record<RequestRefusalCode, string>> = {
	'no-key': 'Authorization',
	'bad-key': 'Authorization',
	'read-key': 'Authorization',
	'bad-encoding': 'Content-Encoding',
	'wrong-method': 'method',
	'unknown-path': 'path',
	busy: 'request',
	unavailable: 'request'
};

export const bridgingLocale = ({ headers }: IncomingMessage): Locale =>
	headers['accept-language'] === undefined ? 'id' : localeOf(headers['accept-language']);

/** Without doubled or closing slashes: base addresses are typed by hand. */
export const cleanPath = (path: string) => path.replace(/\/{2,}/g, '/').replace(/(?<=.)\/$/, '');

export const pathOf = ({ url = '/' }: IncomingMessage) => cleanPath(url.split('?', 1)[0] ?? '/');
export const queryOf = ({ url = '/' }: IncomingMessage) =>
	new URLSearchParams(url.includes('?') ? url.slice(url.indexOf('?')) : '');

export type Bridging = {
	owns: (path: string) => boolean;
	/** The methods that the path takes, for the answer to another one. */
	methods: string;
	answer: (request: IncomingMessage) => Promise<unknown>;
	/** Of an answer; 200 where nothing is said. */
	statusOf?: (answer: unknown) => number;
	/** A refusal of the whole request in the original's shape. */
	refuse: (refusal: WholeRefusal) => unknown;
};

export function bridgingEndpoint({ onFault }: EndpointContext, bridging: Bridging): Endpoint {
	return {
		owns: (path) => bridging.owns(path) || bridging.owns(cleanPath(path)),
		handle: async (request, response) => {
			try {
				const answer = await bridging.answer(request);
				sendJson(response, bridging.statusOf?.(answer) ?? 200, answer);
			} catch (error) {
				const refusal = placed(request, response, error, onFault);
				if (refusal.status === 405) response.setHeader('Allow', bridging.methods);
				sendJson(response, refusal.status, bridging.refuse(refusal));
				request.resume();
			}
		}
	};
}

function placed(
	request: IncomingMessage,
	response: ServerResponse,
	error: unknown,
	onFault: (error: unknown) => void
): WholeRefusal {
	const { status, code } = prepareRefusal(request, response, refusalOf(error, onFault));
	const field = error instanceof PlacedRefusal ? error.field : (places[code] ?? 'body');
	return { status, code, field, message: requestRefusals[code][bridgingLocale(request)] };
}
