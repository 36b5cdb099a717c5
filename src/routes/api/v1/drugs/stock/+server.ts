import { readHandler, refuseHandler } from '../../read';

export const GET = readHandler('drugs/stock');
export const fallback = refuseHandler();
