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
import type { Taken } from '../auth/accounts/attempts.ts';
import { accountTable } from '../store/accounts.ts';
import { askForMail, changeMail, confirmMail, findMailbox, type Mailbox } from '../store/signal-mail.ts';
import { removeWebhook } from '../store/webhooks.ts';
import type { ServiceContext } from './context.ts';

export type SignalMailPort = {
	/** False where the installation has no mail server. */
	isSent: boolean;
	/** Of a mailbox, so that nobody foresees the code that is made of it. */
	drawId: () => string;
	isCode: (id: string, given: string) => boolean;
	takeAttempt: (kind: 'mailAsked' | 'mailbox' | 'mailCode', of: string) => Promise<Taken>;
};

/** As a form gives it: `isAll` weighs more than what is ticked. */
export type MailWish = { locale: MailChoice['locale']; isAll: boolean; diseases: readonly string[] };

export class SignalMailService {
	constructor(readonly context: ServiceContext) {}

	/** Null for who may not see signals. */
	async load(viewer: Viewer): Promise<SignalMailView | null> {
		const account = await this.#find(viewer);
		if (account === null) return null;
		if (account.demo) return { state: 'demo' };
		if (!this.context.mail.isSent) return { state: 'off' };
		const mailbox = await this.#mailbox(account);
		if (mailbox === null) return { state: 'none', fixed: account.email };
		const { address, locale, diseases, confirmedAt, refusedAt } = mailbox;
		const choice = { locale, diseases };
		if (confirmedAt === null) return { state: 'waiting', address, choice };
		return { state: 'on', address, choice, refusedAt: refusedAt?.toISOString() ?? null };
	}

	/** Sends a code to the account's own address, or to the given one where it has none. */
	async ask(viewer: Viewer, wish: MailWish & { address: string }): Promise<SignalMailAnswer> {
		const account = await this.#open(viewer);
		if ('outcome' in account) return account;
		const choice = choiceOf(wish);
		if (choice === null) return refused('no-disease');
		const address = account.email ?? wish.address.trim().toLowerCase();
		if (!isMailAddress(address)) return refused('bad-address');
		// Asked twice from two tabs: what was confirmed stays.
		if ((await this.#mailbox(account))?.confirmedAt) return { outcome: 'on' };
		for (const [kind, of] of [
			['mailAsked', account.id],
			['mailbox', address]
		] as const) {
			const taken = await this.context.mail.takeAttempt(kind, of);
			if (!taken.isAllowed) return refused('too-many', taken.retryAfterSeconds);
		}
		const { system, mail, clock } = this.context;
		const { id: accountId, userName } = account;
		await askForMail(system, {
			...{ ...choice, id: mail.drawId(), account: accountId, userName, address, at: clock() }
		});
		return { outcome: 'asked' };
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
		await this.#record(viewer, 'signal mail on');
		// Stopped in another tab meanwhile: nothing stands that the code could belong to.
		if (!(await confirmMail(system, mailbox.id, clock()))) return refused('wrong-code');
		return { outcome: 'on' };
	}

	async change(viewer: Viewer, wish: MailWish): Promise<SignalMailAnswer> {
		const account = await this.#open(viewer);
		if ('outcome' in account) return account;
		const choice = choiceOf(wish);
		if (choice === null) return refused('no-disease');
		const mailbox = await this.#mailbox(account);
		if (mailbox !== null) await changeMail(this.context.system, mailbox.id, choice);
		return { outcome: 'changed' };
	}

	/** What is still to be sent is not. Also possible where the installation sends nothing any more. */
	async stop(viewer: Viewer): Promise<SignalMailAnswer> {
		const account = await this.#find(viewer);
		if (account === null) return { outcome: 'forbidden' };
		const { system, clock } = this.context;
		const mailbox = await findMailbox(system, account.id);
		if (mailbox === null) return { outcome: 'stopped' };
		await removeWebhook(system, mailbox.id, clock());
		if (mailbox.confirmedAt !== null) await this.#record(viewer, 'signal mail off');
		return { outcome: 'stopped' };
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
		if (account === null || account.demo) return { outcome: 'forbidden' };
		return this.context.mail.isSent ? account : refused('off');
	}

	async #find({ name, role }: Viewer): Promise<Account | null> {
		const [kind, id = ''] = name.split(':');
		if (role === 'system' || kind !== 'user' || !mayGetSignalMail(role)) return null;
		return accountTable(this.context.system).find(id);
	}

	#record(viewer: Viewer, what: 'signal mail on' | 'signal mail off'): Promise<number> {
		return this.context.recordLook(this.context.system, viewer, { action: 'setting-changed', what });
	}
}

/** Null where only some were asked for and none was named. */
function choiceOf({ locale, isAll, diseases }: MailWish): MailChoice | null {
	const known = isAll ? [] : knownDiseases(diseases);
	return isAll || known.length > 0 ? { locale, diseases: known } : null;
}

const refused = (why: SignalMailRefusal, retryAfterSeconds = 0): SignalMailAnswer => ({
	outcome: 'refused',
	why,
	retryAfterSeconds
});
