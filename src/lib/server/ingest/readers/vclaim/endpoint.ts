/** `POST /api/v1/claims/vclaim`: the answer of VClaim's `Monitoring/Klaim` as it is, its list of items, or one item. */
import type { Endpoint, EndpointContext } from '../../endpoint.ts';
import { claimsEndpoint } from '../bridging/claims-endpoint.ts';
import { isFields } from '../bridging/payload.ts';
import { claimOfVclaim, vclaimFields } from './claim-of.ts';

function recordsOf(payload: unknown): readonly unknown[] | undefined {
	if (Array.isArray(payload)) return payload;
	if (!isFields(payload)) return undefined;
	const inside = isFields(payload.response) ? payload.response : payload;
	const list = inside.klaim ?? inside.list;
	if (list !== undefined) return Array.isArray(list) ? list : undefined;
	return payload.response === undefined ? [payload] : undefined;
}

/** As VClaim answers, with what became of each claim beside it. */
export const vclaimEndpoint = (context: EndpointContext): Endpoint =>
	claimsEndpoint(context, {
		protocol: 'vclaim',
		path: '/api/v1/claims/vclaim',
		recordsOf,
		tell: claimOfVclaim,
		fields: vclaimFields,
		done: (answer) => {
			const [error] = answer.errors;
			const metaData = error ? { code: '400', message: error.message } : { code: '200', message: 'Sukses' };
			return { metaData, ...answer };
		},
		refuse: ({ status, code, field, message }) => ({
			metaData: { code: String(status), message },
			code,
			field,
			message
		})
	});
