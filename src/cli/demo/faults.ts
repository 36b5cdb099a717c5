import { faults, wrongFacility } from './city.ts';
import type { DemoEvent } from './model.ts';
import { hash } from './random.ts';

type Fault = keyof typeof faults.kinds;

/**
 * Some of what facilities send cannot be used. The fault hangs on the event's id, so it is there each time the
 * event is sent; nobody corrects it, which is what the quarantine page is for.
 */
export function withFault(seed: number, sent: DemoEvent): DemoEvent {
	if (sent.party === 'register' || sent.party === 'dinkes') return sent;
	const chance = hash(seed, 91, textKey(`${sent.facility ?? ''}${sent.event.id}`)) / 4_294_967_296;
	return chance < faults.share ? { ...sent, event: spoil(sent.event, kindAt(chance / faults.share)) } : sent;
}

function kindAt(position: number): Fault {
	let left = position;
	for (const [kind, share] of Object.entries(faults.kinds) as [Fault, number][]) {
		left -= share;
		if (left < 0) return kind;
	}
	return 'missing-field';
}

/** FNV-1a. */
function textKey(text: string): number {
	let key = 0x811c9dc5;
	for (let index = 0; index < text.length; index++) key = Math.imul(key ^ text.charCodeAt(index), 0x01000193);
	return key;
}

/** The type stays that of a good event: what is wrong with it is what the product has to see. */
function spoil(event: DemoEvent['event'], kind: Fault): DemoEvent['event'] {
	const data: Record<string, unknown> = { ...event.data };
	const spoiled = (): DemoEvent['event'] => ({ ...event, data }) as DemoEvent['event'];
	if (kind === 'wrong-facility') return { ...event, subject: wrongFacility };
	if (kind === 'unknown-ward' && 'ward' in data) {
		data['ward'] = 'kelas-3-lama';
		return spoiled();
	}
	if (kind === 'bad-nik' && typeof data['nik'] === 'string') {
		data['nik'] = data['nik'].slice(0, 15);
		return spoiled();
	}
	const needed = ['service', 'ward', 'month', 'code'].find((field) => field in data) ?? 'service';
	Reflect.deleteProperty(data, needed);
	return spoiled();
}
