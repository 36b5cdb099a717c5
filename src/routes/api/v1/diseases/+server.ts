import { readHandler, refuseHandler } from '../read';

export const GET = readHandler('diseases');
export const fallback = refuseHandler();
