import { readHandler, refuseHandler } from '../read';

export const GET = readHandler('drugs');
export const fallback = refuseHandler();
