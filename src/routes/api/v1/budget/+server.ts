import { readHandler, refuseHandler } from '../read';

export const GET = readHandler('budget');
export const fallback = refuseHandler();
