/**
 * The ways by which a hospital's beds come. Two of them may tell the same beds under other room names (SIRS Online and
 * Aplicares of one SIMRS), so each way keeps rooms of its own and a ward class counts the rooms of one way: its turn goes
 * to the first way in the order below among those that are not silent. A way is silent when its newest report is more than
 * `handoverHours` older than another's. The other ways are kept, shown to whoever looks after them, and never added.
 *
 * The rule asks nothing but the rooms themselves, so that now, a past day and a live page agree.
 */

/**
 * In the order of precedence: what was made for this product; what names every bed; what the ministry asks for every room;
 * what the insurer asks for the classes it pays; then people: the form, and files, which are old when they come.
 */
export const bedWays = ['events', 'fhir', 'sirs', 'aplicares', 'form', 'file'] as const;
export type BedWay = (typeof bedWays)[number];

/** The shortest limit of any ward class: a figure is never left to age where another way knows better. */
export const handoverHours = 6;

/** Events say it by their source, whose first part the readers write. */
const waysBySource: Readonly<Record<string, BedWay>> = {
	fhir: 'fhir',
	sirs: 'sirs',
	aplicares: 'aplicares',
	spreadsheet: 'file',
	import: 'file'
};

/** What events of the bed form name as their source. */
const formSource = '/beds/report';

export function bedWayOf(source: string): BedWay {
	if (source === formSource) return 'form';
	const [, first = ''] = /^\/([a-z]+)\//.exec(source) ?? [];
	return (Object.hasOwn(waysBySource, first) && waysBySource[first]) || 'events';
}

export type ToldRoom = { facility: string; ward: string; way: BedWay; reportedAt: string | null };

const rankOf = (way: BedWay) => bedWays.indexOf(way);
const handoverMs = handoverHours * 3_600_000;
const never = Number.NEGATIVE_INFINITY;

/** Whose turn it is, among rooms that hold beds in one ward class of one facility; undefined without a room. */
export function wayInTurn(rooms: Iterable<Pick<ToldRoom, 'way' | 'reportedAt'>>): BedWay | undefined {
	const newestOf = new Map<BedWay, number>();
	for (const { way, reportedAt } of rooms) {
		const at = reportedAt === null ? never : Date.parse(reportedAt);
		newestOf.set(way, Math.max(at, newestOf.get(way) ?? never));
	}
	const newest = Math.max(never, ...newestOf.values());
	const speaking = [...newestOf].filter(([, at]) => newest === never || at >= newest - handoverMs);
	return speaking.map(([way]) => way).sort((a, b) => rankOf(a) - rankOf(b))[0];
}

/** The rooms that count, in their order; those given must hold beds. */
export function roomsInTurn<Room extends ToldRoom>(rooms: readonly Room[]): readonly Room[] {
	const shared = [...classesOf(rooms).values()].filter((group) => group.some(isOther(group[0])));
	if (shared.length === 0) return rooms;
	const silenced = new Set(
		shared.flatMap((group) => {
			const turn = wayInTurn(group);
			return group.filter(({ way }) => way !== turn);
		})
	);
	return rooms.filter((room) => !silenced.has(room));
}

/** A ward class that several ways tell: which one counts, and which are kept beside it. */
export type SharedClass = { facility: string; ward: string; counted: BedWay; beside: BedWay[] };

export function findSharedClasses(rooms: readonly ToldRoom[]): SharedClass[] {
	return [...classesOf(rooms).values()].flatMap((group) => {
		const [first] = group;
		const counted = wayInTurn(group);
		const beside = bedWays.filter((one) => one !== counted && group.some(({ way }) => way === one));
		if (!first || !counted || beside.length === 0) return [];
		return [{ facility: first.facility, ward: first.ward, counted, beside }];
	});
}

const isOther = (first: ToldRoom | undefined) => (room: ToldRoom) => room.way !== first?.way;

function classesOf<Room extends ToldRoom>(rooms: readonly Room[]): Map<string, Room[]> {
	const classes = new Map<string, Room[]>();
	for (const room of rooms) {
		const key = `${room.facility}\u0001${room.ward}`;
		const group = classes.get(key);
		if (group) group.push(room);
		else classes.set(key, [room]);
	}
	return classes;
}
