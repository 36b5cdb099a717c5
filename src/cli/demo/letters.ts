/**
 * Guarantee letters, wishes that wait for Dinkes, and complaints of the demo city: through the same services as a clerk's, a
 * planner's and a patient's, so that the pages of letters and complaints live. Laid down once.
 */
import { complaintKinds } from '../../lib/domain/complaint.ts';
import { addDays, jakartaDay } from '../../lib/domain/period.ts';
import { services } from '../../lib/domain/service.ts';
import type { Viewer } from '../../lib/domain/viewer.ts';
import type { App } from '../../lib/server/app.ts';
import { issueForStays } from './stay-letters.ts';
import type { City } from './model.ts';

const letters = 24;
const complaints = 6;
const stories = [
	'Ditolak di loket, katanya kartu tidak berlaku.',
	'Petugas mengatakan kuota pasien kartu hari ini sudah habis.',
	'Diminta membayar obat di luar kartu.',
	'Disuruh menunggu kamar kelas 3 sampai besok.'
];
const answer = 'Rumah sakit telah ditegur dan uang pasien dikembalikan.';

export async function layDownLetters(app: App, city: City): Promise<void> {
	const [row] = await app.sql<{ isDone: boolean }[]>`
		SELECT EXISTS (SELECT FROM complaint) AS "isDone"`;
	// Complaints come last: one that was interrupted goes on, and what was issued stays issued under its key.
	if (row?.isDone) return;
	await issueForStays(app, city);
	await issueLetters(app, city);
	await tellComplaints(app, city);
}

async function issueLetters(app: App, city: City): Promise<void> {
	const hospitals = city.hospitals.slice(0, 6);
	for (let n = 0; n < letters; n++) {
		const facility = hospitals[n % hospitals.length]?.code ?? null;
		const clerk: Viewer = { name: 'system:demo', role: 'hospital', facility };
		const { nik } = city.population.person(Math.floor((n * city.population.size) / letters));
		const service = services[n % services.length]?.id ?? 'outpatient';
		const visit = {
			key: `demo-${n}`,
			service,
			referral: `RJ-DEMO-${1000 + n}`,
			emergency: service === 'emergency'
		};
		const wish =
			n % 8 === 3 ? newborn(nik, n) : n % 8 === 6 ? { kind: 'sktm', nik, sktm: `474/${n}/DEMO` } : { nik };
		await app.servicesFor(clerk).letters.issue(clerk, { ...visit, ...wish }, 'id');
	}
}

const newborn = (mother: string, days: number) => ({
	kind: 'newborn',
	mother,
	service: 'nicu',
	bornOn: addDays(jakartaDay(new Date()), -days)
});

async function tellComplaints(app: App, city: City): Promise<void> {
	const planner: Viewer = { name: 'system:demo', role: 'planner', facility: null };
	const office = app.servicesFor(planner).complaints;
	const today = jakartaDay(new Date());
	for (let n = 0; n < complaints; n++) {
		const kind = complaintKinds[n % complaintKinds.length] ?? 'other';
		const about = { facility: city.hospitals[n % 4]?.code ?? '', kind, happenedOn: addDays(today, -n - 1) };
		const chargedRupiah = kind === 'extra-charge' ? 150_000 : null;
		// Each from an address of its own: those of documentation (RFC 5737), which are nobody's.
		const said = { story: stories[n % stories.length], contact: null, chargedRupiah };
		await office.tell(`192.0.2.${n + 1}`, { ...about, ...said });
	}
	const [first] = await app.sql<{ id: string }[]>`SELECT id FROM complaint ORDER BY happened_on LIMIT 1`;
	if (first) await office.answer(planner, first.id, { verdict: 'upheld', answer });
}
