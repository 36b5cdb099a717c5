import { describe, expect, it } from 'vitest';
import { eventTypes } from '../../lib/protocol/events.ts';
import { parseAge, siranapEvents } from './siranap.ts';

const header = 'scraped_at_wib,hospital,ward,free_beds,queue,report_age_text';
const csv = [
	header,
	'2021-07-12 21:54:37,RS Helsa,IGD COVID-19,1,0,8 jam',
	'2021-07-12 21:54:37,RS Primaya,IGD COVID-19,0,0,13 jam',
	'2021-07-12 21:54:37,RS Primaya,IGD COVID-19,0,0,2 jam',
	'2021-07-12 21:58:19,RS Umum Bella,Kelas III,4,,',
	'2021-08-14 23:32:17,RS Umum Daerah Jatisampurna,IGD COVID-19,1,3,kurang dari 1 menit',
	'2021-08-15 20:00:00,RS Primaya,IGD COVID-19,1,0,10 menit',
	'2021-08-15 20:00:00,RS Helsa,Kelas Baru,1,0,10 menit'
].join('\n');

describe('siranapEvents', () => {
	const events = siranapEvents(csv);
	const bed = (index: number) => eventTypes['id.denyut.bed.v1'].parse(events[index]?.data);

	it('takes the reading as the event’s time and counts the report’s age back from it', () => {
		expect(events[0]).toMatchObject({
			time: '2021-07-12T21:54:37+07:00',
			recordedtime: '2021-07-12T21:54:37+07:00'
		});
		expect(bed(0)).toMatchObject({
			ward: 'igd-covid',
			room: '-',
			free: 1,
			queue: 0,
			reportedAt: '2021-07-12T06:54:37.000Z'
		});
		expect(bed(4).reportedAt).toBe('2021-08-14T16:32:17.000Z');
	});

	it('leaves age and queue open where the page said nothing', () => {
		expect(bed(3)).toMatchObject({ ward: 'inpatient-3', free: 4, queue: null, reportedAt: null });
	});

	it('names the hospital as the page did, for the ingest path to match', () => {
		expect(events[0]?.subject).toBe('name:RS Helsa');
	});

	it('keeps the two lines of one ward apart, and numbers its single lines alike', () => {
		expect([bed(1).room, bed(2).room, bed(5).room]).toEqual(['baris 1', 'baris 2', 'baris 1']);
	});

	it('passes a ward that it does not know on under its own name, to be quarantined', () => {
		expect(bed(6).ward).toBe('kelas-baru');
	});

	it('gives each row an id that another reading of the file gives again', () => {
		expect(new Set(events.map(({ id }) => id)).size).toBe(events.length);
		expect(siranapEvents(csv)).toEqual(events);
	});

	it('refuses a file of other columns', () => {
		expect(() => siranapEvents('name,beds\nRS Helsa,1')).toThrow(/scraped_at_wib/);
	});
});

describe('parseAge', () => {
	it.each([
		['30 jam', 1_800],
		['10 menit', 10],
		['2 hari', 2_880],
		['kurangdari 1 menit', 0],
		['', null],
		['entah', null]
	])('reads %j as %j minutes', (text, minutes) => {
		expect(parseAge(text)).toBe(minutes);
	});
});
