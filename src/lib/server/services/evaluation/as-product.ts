/** The few things that are read past what a reader of totals sees, and rounded before they are told. */
import type { Viewer } from '../../../domain/viewer.ts';
import { systemViewer } from '../../../domain/viewer.ts';
import type { Transaction } from '../../store/bulk.ts';
import { setViewer } from '../../store/viewer-context.ts';

/** Reads as the one who sees totals only: the database itself hands out nothing finer. */
export const totalsViewer: Viewer = { name: 'system:evaluation', role: 'executive', facility: null };

/** Within the same snapshot; what is read afterwards is the totals' again. */
export async function asProduct<T>(tx: Transaction, read: (tx: Transaction) => Promise<T>): Promise<T> {
	await setViewer(tx, systemViewer('evaluation'));
	const found = await read(tx);
	await setViewer(tx, totalsViewer);
	return found;
}
