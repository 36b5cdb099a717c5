/** Signals by e-mail: asking for them, proving the mailbox, choosing, stopping. Each for oneself. */
import { isMailAddress, knownDiseases, mailCode, mayGetSignalMail } from '../../domain/signal-mail.ts';
import type { Account } from '../../domain/account.ts';
import type { Viewer } from '../../domain/viewer.ts';
import type {
	MailChoice,
	SignalMailAnswer,
	SignalMailRefusal,
	SignalMailView
} from '../../protocol/views/signal-mail.ts';
import type { Attempt, Taken } from '../auth/accounts/attempts.ts';
import { accountTable } from '../store/accounts.ts';
import {
	askForMail,
	changeMail,
	confirmMail,
	findMailbox,
	stopMail,
	type Mailbox
} from '../store/signal-mail.ts';
import { inTransaction } from '../store/transaction.ts';
import type { Transaction } from '../store/bulk.ts';
import type { ServiceContext } from './context.ts';

export type SignalMailPort = {
	/** False where the installation has no mail server. */
	isSent: boolean;
	/** Of a mailbox, so that nobody foresees the code that is made of it. */
	drawId: () => string;
	isCode: (id: string, given: string) => boolean;
	takeAttempt: (kind: MailAttempt, of: string) => Promise<Taken>;
	giveAttemptBack: (kind: MailAttempt, of: string) => Promise<void>;
};
type MailAttempt = Extract<Attempt, `mail${string}`>;

/** As a form gives it: all, or those that are ticked. */
export type MailWish = { locale: MailChoice['locale']; isAll: boolean; diseases: readonly string[] };

export class SignalMailService {
	constructor(readonly context: ServiceContext) {}

	/** Null for who may not see signals and has nothing to stop. */
	async load(viewer: Viewer): Promise<SignalMailView | null> {
		const account = await this.#find(viewer);
		if (account === null) return null;
		const mailbox = await this.#mailbox(account);
		const address = mailbox?.address ?? null;
		if (!isAllowed(viewer)) return address === null ? null : { state: 'not-allowed', address };
		if (account.demo) return { state: 'demo' };
		if (!this.context.mail.isSent) return { state: 'off', address };
		return mailbox === null ? { state: 'none', fixed: account.email } : viewOf(mailbox);
	}

	/** Sends a code to the account's own address, or to the given one where it has none. */
	async ask(viewer: Viewer, wish: MailWish & { address: string }): Promise<SignalMailAnswer> {
		const account = await this.#open(viewer);
		if ('outcome' in account) return account;
		const choice = choiceOf(wish);
		if ('outcome' in choice) return choice;
		const address = account.email ?? wish.address.trim().toLowerCase();
		if (!isMailAddress(address)) return refused('bad-address');
		// Asked twice from two tabs: what was confirmed stays.
		if ((await this.#mailbox(account))?.confirmedAt) return { outcome: 'on' };
		const taken = await this.#takeAll(attemptsOf(account, address));
		if (!taken.isAllowed) return refused('too-many', taken.retryAfterSeconds);
		const { system, mail, clock } = this.context;
		const { id: accountId, userName } = account;
		const isAsked = await askForMail(system, {
			...{ ...choice, id: mail.drawId(), account: accountId, userName, address, at: clock() }
		});
		return { outcome: isAsked ? 'asked' : 'on' };
	}

	async confirm(viewer: Viewer, code: string): Promise<SignalMailAnswer> {
		const account = await this.#open(viewer);
		if ('outcome' in account) return account;
		const { mail, system, clock } = this.context;
		const taken = await mail.takeAttempt('mailCode', account.id);
		if (!taken.isAllowed) return refused('too-many', taken.retryAfterSeconds);
		const mailbox = await this.#mailbox(account);
		if (mailbox?.confirmedAt) return { outcome: 'on' };
		if (mailbox === null || !mail.isCode(mailbox.id, code)) return refused('wrong-code');
		const box = { account: account.id, id: mailbox.id, at: clock() };
		const isOn = await inTransaction(system, async (tx) => {
			if (!(await confirmMail(tx, box))) return false;
			await this.#record(tx, viewer, 'signal mail on');
			return true;
		});
		// Another tab was faster: confirmed there it is on, stopped there nothing stands that the code could belong to.
		const isOnNow = isOn || (await this.#mailbox(account))?.confirmedAt;
		return isOnNow ? { outcome: 'on' } : refused('wrong-code');
	}

	async change(viewer: Viewer, wish: MailWish): Promise<SignalMailAnswer> {
		const account = await this.#open(viewer);
		if ('outcome' in account) return account;
		const choice = choiceOf(wish);
		if ('outcome' in choice) return choice;
		const mailbox = await this.#mailbox(account);
		const isChanged = mailbox !== null && (await changeMail(this.context.system, mailbox.id, choice));
		return { outcome: isChanged ? 'changed' : 'stopped' };
	}

	/** What is still to be sent is not. Also where the installation sends nothing any more, and for who may get nothing any more. */
	async stop(viewer: Viewer): Promise<SignalMailAnswer> {
		const account = await this.#find(viewer);
		if (account === null) return { outcome: 'forbidden' };
		const { system, clock } = this.context;
		return inTransaction(system, async (tx) => {
			const mailbox = await stopMail(tx, account.id, clock());
			if (mailbox === null) return { outcome: isAllowed(viewer) ? 'stopped' : 'forbidden' };
			if (mailbox.confirmedAt === null) return { outcome: 'cancelled' };
			await this.#record(tx, viewer, 'signal mail off');
			return { outcome: 'stopped' };
		});
	}

	/** All or none: what was counted before the one that is used up is given back. */
	async #takeAll(attempts: readonly (readonly [MailAttempt, string])[]): Promise<Taken> {
		const { mail } = this.context;
		for (const [place, [kind, of]] of attempts.entries()) {
			const taken = await mail.takeAttempt(kind, of);
			if (taken.isAllowed) continue;
			for (const [before, whose] of attempts.slice(0, place)) await mail.giveAttemptBack(before, whose);
			return taken;
		}
		return { isAllowed: true };
	}

	/** What was asked for so long ago that its code is void stands no more. */
	async #mailbox({ id }: Account): Promise<Mailbox | null> {
		const mailbox = await findMailbox(this.context.system, id);
		if (mailbox === null || mailbox.confirmedAt !== null) return mailbox;
		const ageMs = this.context.clock().getTime() - mailbox.askedAt.getTime();
		return ageMs <= mailCode.goodForMinutes * 60_000 ? mailbox : null;
	}

	async #open(viewer: Viewer): Promise<Account | Extract<SignalMailAnswer, { outcome: string }>> {
		const account = await this.#find(viewer);
		if (account === null || account.demo || !isAllowed(viewer)) return { outcome: 'forbidden' };
		return this.context.mail.isSent ? account : refused('off');
	}

	async #find({ name, role }: Viewer): Promise<Account | null> {
		const [kind, id = ''] = name.split(':');
		if (role === 'system' || kind !== 'user') return null;
		return accountTable(this.context.system).find(id);
	}

	#record(tx: Transaction, viewer: Viewer, what: 'signal mail on' | 'signal mail off'): Promise<number> {
		return this.context.recordLook(tx, viewer, { action: 'setting-changed', what });
	}
}

const isAllowed = ({ role }: Viewer) => role !== 'system' && mayGetSignalMail(role);

function viewOf({ address, locale, diseases, confirmedAt, refusedAt }: Mailbox): SignalMailView {
	return {
		state: confirmedAt === null ? 'waiting' : 'on',
		...{ address, choice: { locale, diseases }, refusedAt: refusedAt?.toISOString() ?? null }
	};
}

/** What a code costs. Of an address that the administrator gave, nobody else's asking is counted: they cannot shut it out. */
function attemptsOf({ id, email }: Account, address: string): (readonly [MailAttempt, string])[] {
	if (email !== null) return [['mailAsked', id]];
	return [
		['mailAsked', id],
		['mailboxOfAccount', `${id} ${address}`],
		['mailbox', address]
	];
}

/** All and some at once is refused and not guessed: without a script nothing else says that the ticks would not count. */
function choiceOf({ locale, isAll, diseases }: MailWish): MailChoice | Refused {
	if (isAll) return diseases.length > 0 ? refused('all-and-some') : { locale, diseases: [] };
	const known = knownDiseases(diseases);
	return known.length > 0 ? { locale, diseases: known } : refused('no-disease');
}

type Refused = Extract<SignalMailAnswer, { outcome: 'refused' }>;

const refused = (why: SignalMailRefusal, retryAfterSeconds = 0): Refused => ({
	outcome: 'refused',
	why,
	retryAfterSeconds
});
