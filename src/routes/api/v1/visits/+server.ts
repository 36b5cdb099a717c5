import { readHandler, refuseHandler } from '../read';

export const GET = readHandler('visits');
export const fallback = refuseHandler();
