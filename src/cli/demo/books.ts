/**
 * The books of the reconstructed year 2018. The generator proposes every bill with its course; the books decide what each is
 * worth and when it is paid, so that the year's sums are the published ones to the rupiah.
 *
 * Two states: gathering, in which bills are noted and none is told, and open, in which the same bills are told as the books
 * have them.
 */
import { totals2018 } from '../../lib/domain/reconstruction.ts';
import { apportion } from './apportion.ts';
import { dayNumberAt, dayNumberOf, hourMs, minuteMs, startMs, workingDay } from './calendar.ts';
import { nextPayDay, type TimedStep } from './claims.ts';
import { at, hashUnit } from './random.ts';

export interface Bill {
	readonly number: string;
	/** Budget year. */
	readonly year: number;
	/** Of the city's own hospital, which is paid from its own line and is owed nothing. */
	readonly isCitys: boolean;
	readonly billedRupiah: number;
	readonly verifiedRupiah: number;
	/** Its natural course, as if there were always money. */
	readonly steps: readonly TimedStep[];
}

export type ToldBill = Pick<Bill, 'billedRupiah' | 'verifiedRupiah' | 'steps'>;

/** A bill with what stands of it at the end of the year. */
type Account = { bill: Bill; steps: readonly TimedStep[]; standing: number };

const year = 2018;

export class Books {
	private readonly bills: Bill[] = [];
	private told: Map<string, ToldBill> | null = null;

	constructor(private readonly endMs: number) {}

	/** Once: later calls find the books closed already. `propose` lets the generator tell every bill. */
	gather(propose: () => void): void {
		if (this.told) return;
		propose();
		this.told = new Map([...this.priorYear(), ...this.theYear()]);
	}

	/** @returns undefined for a bill that came to nobody's knowledge by the end, and while gathering. */
	tell(bill: Bill): ToldBill | undefined {
		if (this.told) return this.told.get(bill.number);
		this.bills.push(bill);
		return undefined;
	}

	/** The year before is settled by now: what hardly ever takes so long never came. */
	private *priorYear(): Generator<[string, ToldBill]> {
		const decided = this.bills
			.filter((bill) => bill.year < year && this.isKnown(bill.steps.at(-1)))
			.map((bill) => ({ bill, steps: bill.steps, standing: bill.verifiedRupiah }));
		yield* shared(decided.filter(isPaid), totals2018.beforeRupiah);
		const scale = totals2018.beforeRupiah / sumOf(decided.filter(isPaid));
		for (const account of decided.filter((one) => !isPaid(one)))
			yield worth(account, account.standing * scale);
	}

	private *theYear(): Generator<[string, ToldBill]> {
		const { paidRupiah, unpaidRupiah } = totals2018;
		const accounts = this.bills.filter((bill) => bill.year === year).flatMap((bill) => this.accountOf(bill));
		const committed = accounts.filter((one) => isPaid(one) || isOwed(one));
		const scale = (paidRupiah + unpaidRupiah) / sumOf(committed);
		const { paid, unpaid } = payUntil(committed, this.endMs, paidRupiah / scale);
		yield* shared(paid, paidRupiah);
		yield* shared(unpaid, unpaidRupiah);
		// Returned to the hospital, or rejected: nobody owes them.
		for (const account of accounts.filter((one) => !isPaid(one) && !isOwed(one)))
			yield worth(account, account.standing * scale);
	}

	/** What is known of it by the end, before anything is paid; the city's own hospital has its money within days. */
	private accountOf(bill: Bill): Account[] {
		if (bill.isCitys) {
			const steps = quickly(bill);
			return this.isKnown(steps.at(-1)) ? [{ bill, steps, standing: bill.verifiedRupiah }] : [];
		}
		const steps = bill.steps.filter((step) => step.state !== 'paid' && this.isKnown(step));
		const state = steps.at(-1)?.state;
		if (state === undefined) return [];
		const isChecked = state === 'verified' || state === 'approved';
		return [{ bill, steps, standing: isChecked ? bill.verifiedRupiah : bill.billedRupiah }];
	}

	private isKnown(step: TimedStep | undefined): boolean {
		return step !== undefined && step.recordedMs <= this.endMs;
	}
}

const stateOf = ({ steps }: Account) => steps.at(-1)?.state;
const isPaid = (account: Account) => stateOf(account) === 'paid';
const isOwed = (account: Account) => {
	const state = stateOf(account);
	return state === 'submitted' || state === 'verified' || state === 'approved';
};
const sumOf = (accounts: readonly Account[]) => accounts.reduce((sum, { standing }) => sum + standing, 0);

/** The sum, shared among the accounts by what stands of each. */
function* shared(accounts: readonly Account[], totalRupiah: number): Generator<[string, ToldBill]> {
	const amounts = apportion(
		accounts.map(({ standing }) => standing),
		totalRupiah
	);
	for (const [index, account] of accounts.entries()) yield worth(account, at(amounts, index));
}

/** What stands is exact; the bill behind it keeps its proportion. */
function worth({ bill, steps, standing }: Account, rupiah: number): [string, ToldBill] {
	const amount = Math.round(rupiah);
	const isVerified = standing === bill.verifiedRupiah;
	const factor = amount / standing;
	const billedRupiah = isVerified ? Math.max(amount, Math.round(bill.billedRupiah * factor)) : amount;
	const verifiedRupiah = isVerified ? amount : Math.min(amount, Math.round(bill.verifiedRupiah * factor));
	return [bill.number, { billedRupiah, verifiedRupiah, steps }];
}

/** Submitted, checked and paid in the order of days: there is no queue before the city's own counter. */
function quickly({ steps, number }: Bill): TimedStep[] {
	const [submitted] = steps;
	if (!submitted) return [];
	const day = dayNumberAt(submitted.timeMs);
	const step = (state: TimedStep['state'], onDay: number) => stepOn(state, onDay, number);
	if (steps.at(-1)?.state === 'rejected') return [submitted, step('rejected', workingDay(day + 4))];
	const verified = workingDay(day + 3);
	const approved = workingDay(verified + 2);
	return [
		submitted,
		...[step('verified', verified), step('approved', approved), step('paid', nextPayDay(approved + 1))]
	];
}

/** Some minute of its office hours; told at once. */
function stepOn(state: TimedStep['state'], day: number, number: string): TimedStep {
	const timeMs =
		startMs(day) + (9 + 6 * hashUnit(...Array.from(number, (sign) => sign.charCodeAt(0)))) * hourMs;
	return { state, timeMs, recordedMs: timeMs + 10 * minuteMs };
}

/**
 * Who was approved first is paid first, on the treasury's days, as far as the money goes that has come by then: it comes evenly
 * from one such day to the next, and ends with what was paid in the year.
 * @param limit what is paid in the year, in the unit of `standing`
 */
function payUntil(
	accounts: readonly Account[],
	endMs: number,
	limit: number
): { paid: Account[]; unpaid: Account[] } {
	const days = payDays(dayNumberAt(endMs));
	const early = accounts.filter(isPaid);
	const queue = accounts
		.filter((account) => stateOf(account) === 'approved')
		.sort((left, right) => knownMs(left) - knownMs(right));
	const paid = new Map<Account, Account>();
	let spent = 0;
	for (const [index, day] of days.entries()) {
		const isLast = index === days.length - 1;
		const come = (limit * (index + 1)) / days.length;
		spent += sumOf(early.filter((account) => dayNumberAt(knownMs(account)) === day));
		for (const account of queue) {
			if (dayNumberAt(knownMs(account)) >= day) break;
			if (paid.has(account)) continue;
			if (spent + account.standing <= come) {
				spent += account.standing;
				const steps = [...account.steps, stepOn('paid', day, account.bill.number)];
				paid.set(account, { ...account, steps });
			} else if (!isLast) break;
		}
	}
	if (Math.abs(spent / limit - 1) > mostSlack)
		throw new Error('Too few claims to pay the published sum out of: choose a larger --scale.');
	return {
		paid: [...early, ...paid.values()],
		unpaid: accounts.filter((account) => !isPaid(account) && !paid.has(account))
	};
}

/** A claim's amount is moved by no more than this so that the sum agrees. */
const mostSlack = 0.01;

const knownMs = ({ steps }: Account) => steps.at(-1)?.recordedMs ?? 0;

function payDays(lastDay: number): number[] {
	const days: number[] = [];
	for (let day = nextPayDay(dayNumberOf(`${year}-01-01`)); day <= lastDay; day = nextPayDay(day + 1))
		days.push(day);
	return days;
}
