/** `POST /api/v1/claims/eklaim`: one `set_claim_data` of e-Klaim, or an array of them. */
import type { Endpoint, EndpointContext } from '../../endpoint.ts';
import { claimsEndpoint } from '../bridging/claims-endpoint.ts';
import { isFields } from '../bridging/payload.ts';
import { claimOfEklaim, eklaimFields } from './claim-of.ts';

/** As e-Klaim answers, with what became of each claim beside it. */
export const eklaimEndpoint = (context: EndpointContext): Endpoint =>
	claimsEndpoint(context, {
		protocol: 'eklaim',
		path: '/api/v1/claims/eklaim',
		recordsOf: (payload) => (Array.isArray(payload) ? payload : isFields(payload) ? [payload] : undefined),
		tell: claimOfEklaim,
		fields: eklaimFields,
		done: (answer) => {
			const [error] = answer.errors;
			const metadata = error
				? { code: 400, message: error.message, error_no: error.code, field: error.field }
				: { code: 200, message: 'Ok' };
			return { metadata, ...answer };
		},
		refuse: ({ status, code, field, message }) => ({
			metadata: { code: status, message, error_no: code, field },
			code,
			field,
			message
		})
	});
