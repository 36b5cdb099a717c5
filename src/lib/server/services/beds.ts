import { readBedsAsOf, readBedsNow } from '../store/beds.ts';
import { momentOf, readView, type ServiceContext } from './context.ts';

export class BedsService {
	constructor(readonly context: ServiceContext) {}

	load(filter: { asOf: string | null }) {
		const moment = momentOf(filter.asOf, this.context.clock);
		return readView(this.context, moment, async (tx) => ({
			rooms: await (moment.asOf === null ? readBedsNow(tx) : readBedsAsOf(tx, moment.asOf))
		}));
	}
}
