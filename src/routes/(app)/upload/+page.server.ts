import { sheetRefusalCodes, type SheetRefusalCode } from '$lib/protocol/views/upload';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, url }) => {
	const refused = url.searchParams.get('refused') ?? '';
	return {
		choice: locals.services.uploads.choice(),
		refused: (sheetRefusalCodes as readonly string[]).includes(refused) ? (refused as SheetRefusalCode) : null
	};
};
