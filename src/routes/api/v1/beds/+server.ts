import { readHandler, refuseHandler } from '../read';

export const GET = readHandler('beds');
export const fallback = refuseHandler();
