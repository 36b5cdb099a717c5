import type { RequestHandler } from '@sveltejs/kit';
import { planFile } from '../plan-file';

export const GET: RequestHandler = (event) => planFile(event, 'rko');
