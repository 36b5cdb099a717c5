import { readHandler, refuseHandler } from '../read';

export const GET = readHandler('claims');
export const fallback = refuseHandler();
