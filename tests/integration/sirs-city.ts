/** A hospital that reports its rooms to SIRS Online: what the tests of that interface share. */
import { afterAll, beforeAll } from 'vitest';
import { call, sirsHeaders, type Call, type Told } from './bridging-city.ts';
import {
	hospitalA,
	hospitalB,
	keyFor,
	openCity,
	serve,
	type Endpoint,
	type IngestCity
} from './ingest-city.ts';

export let city: IngestCity;
export let endpoint: Endpoint;
export let key: string;
export let keyB: string;
export let base: string;
/** To be called by each file: a city of its own, and keys of two hospitals. */
export function useSirsCity(): void {
	beforeAll(async () => {
		city = await openCity();
		endpoint = await serve(city.app);
		key = await keyFor(city.app, 'hospital', hospitalA);
		keyB = await keyFor(city.app, 'hospital', hospitalB);
		base = `http://127.0.0.1:${endpoint.port}/fo/index.php`;
	});
	afterAll(async () => {
		await endpoint.close();
		await city.close();
	});
}

/** The field names of the interface; figures as text, as its software sends them. */
export const payload = {
	id_tt: '3',
	ruang: 'Irina A atas (Bedah)',
	jumlah_ruang: '3',
	jumlah: '7',
	terpakai: '3',
	terpakai_suspek: '0',
	terpakai_konfirmasi: '0',
	antrian: '2',
	prepare: '0',
	prepare_plan: '0',
	covid: 0,
	terpakai_dbd: '3',
	terpakai_dbd_anak: '3',
	jumlah_dbd: '9'
};

export type Line = { status?: string; message?: string; code?: string; field?: string } & Record<
	string,
	string
>;
const linesOf = ({ body }: Told) => body.fasyankes as Line[];
export const lineOf = (told: Told): Line => linesOf(told)[0] ?? {};

export const headers = () => sirsHeaders(hospitalA, key);
export const send = (method: string, body?: unknown, more: Call = {}) =>
	call(`${base}/Fasyankes`, { method, headers: headers(), body, ...more });
export const list = async (more: Call = {}) => linesOf(await send('GET', undefined, more));
