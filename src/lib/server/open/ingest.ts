/** The one way in, from a reader's rows to the committer, and the desk of uploaded spreadsheets before it. */
import { join } from 'node:path';
import type { Config } from '../config.ts';
import { Committer } from '../ingest/committer.ts';
import { Ingest } from '../ingest/ingest.ts';
import { PersonRegister } from '../ingest/person-register.ts';
import { createPseudonymiser, type Pseudonymiser } from '../ingest/pseudonym.ts';
import { RegisterDesk } from '../ingest/readers/register/register-desk.ts';
import { SheetDesk } from '../ingest/readers/sheet/sheet-desk.ts';
import type { Hub } from '../live/hub.ts';
import type { FacilityRegister } from '../store/facilities.ts';
import type { Pools } from './pools.ts';

type Parts = {
	config: Pick<Config, 'dataDir'>;
	pools: Pools;
	pseudonymKey: Buffer;
	facilities: FacilityRegister;
	hub: Pick<Hub, 'onOwnCommit'>;
	clock: () => Date;
	maxQueuedEvents: number;
	onFault: (error: unknown, where: string) => void;
};

export type OpenIngest = {
	ingest: Ingest;
	sheets: SheetDesk;
	/** Snapshots of the registers of people. */
	registers: RegisterDesk;
	pseudonymiser: Pseudonymiser;
	/** Everything that was taken is committed. */
	drain: () => Promise<void>;
};

const maxGroupEvents = 5_000;

export async function openIngest({ config, pools, pseudonymKey, hub, ...parts }: Parts): Promise<OpenIngest> {
	const { facilities, clock, maxQueuedEvents, onFault } = parts;
	const pseudonymiser = createPseudonymiser(pseudonymKey);
	const committer = new Committer({
		...{ sql: pools.commits, clock, pseudonymiser, maxQueuedEvents, maxGroupEvents },
		persons: new PersonRegister(pseudonymiser),
		onCommit: (committed) => hub.onOwnCommit(committed),
		onFault: (error) => onFault(error, 'ingest')
	});
	const ingest = new Ingest(committer, pseudonymiser, facilities, clock);
	const sheets = new SheetDesk({
		...{ ingest, sql: pools.sql, clock },
		folder: join(config.dataDir, 'uploads'),
		onFault: (error) => onFault(error, 'upload')
	});
	await sheets.clear();
	const registers = new RegisterDesk({
		...{ openSession: pools.openSession, pseudonymiser, clock },
		folder: sheets.ownFolder('registers'),
		onFault: (error) => onFault(error, 'register')
	});
	return { ingest, sheets, registers, pseudonymiser, drain: () => committer.drain() };
}
