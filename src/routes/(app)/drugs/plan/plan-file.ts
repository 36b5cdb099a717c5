import { error, type RequestEvent } from '@sveltejs/kit';
import { isRkoFormat } from '$lib/protocol/rko';
import { orRefuse } from '../../../refuse';

/** The order plan of the page's view, as a file; where there are no figures there is none. */
export async function planFile(
	{ locals, params, url }: RequestEvent,
	kind: 'rko' | 'lplpo'
): Promise<Response> {
	const { format = '' } = params;
	if (!isRkoFormat(format)) error(404, { message: 'not-found' });
	const chosen = (name: string) => url.searchParams.get(name) || null;
	const query = { asOf: chosen('asOf'), year: chosen('year') };
	const { services, viewer, locale } = locals;
	const file = await orRefuse(() => services.planFiles.file(viewer, query, { kind, format, locale }));
	if (file === null) error(404, { message: 'not-found' });
	return new Response(file.body as BodyInit, {
		headers: {
			'content-type': file.contentType,
			'content-disposition': `attachment; filename="${file.name}"`,
			'cache-control': 'no-store'
		}
	});
}
