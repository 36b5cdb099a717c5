/** Keys of a hospital's own software, made and revoked by whoever answers for it; each is shown once, when it is made. */
import { mayDo } from '../../domain/access.ts';
import { holdsIdentityNumber } from '../../domain/nik.ts';
import { rowName } from '../../domain/trail.ts';
import type { Viewer } from '../../domain/viewer.ts';
import { countLiveKeys, isLiveKeyOf } from '../store/connect-queries.ts';
import type { ServiceContext } from './context.ts';

/** Each software of a hospital may have its own; many are an attempt to fill the table. */
export const mostKeys = 10;
export const longestLabel = 64;

export type KeyMade =
	{ outcome: 'made'; token: string } | { outcome: 'not-yours' | 'bad-label' | 'too-many' | 'unknown' };
export type KeyRevoked = { outcome: 'revoked' | 'not-yours' | 'unknown' };

export class FacilityKeysService {
	constructor(readonly context: ServiceContext) {}

	/** A hospital's account for itself, the administrator for all. */
	mayManage(facility: string): boolean {
		const { role, facility: own } = this.context.viewer;
		if (role === 'system') return true;
		return mayDo(role, 'manage-keys') && (role !== 'hospital' || own === facility);
	}

	/** @param label what the hospital calls the software that will carry it */
	async make(viewer: Viewer, facility: string, label: string): Promise<KeyMade> {
		if (!this.mayManage(facility)) return { outcome: 'not-yours' };
		const name = label.trim();
		if (name.length > longestLabel || holdsIdentityNumber(name)) return { outcome: 'bad-label' };
		const { facilities, keys, system } = this.context;
		if (!facilities.find(facility)) return { outcome: 'unknown' };
		if ((await countLiveKeys(system, facility)) >= mostKeys) return { outcome: 'too-many' };
		const token = await keys.create({
			party: 'hospital',
			role: null,
			facility,
			...(name && { label: name })
		});
		await this.#record(viewer, 'key-made', facility, token.split('_')[1] ?? '');
		return { outcome: 'made', token };
	}

	async revoke(viewer: Viewer, facility: string, id: string): Promise<KeyRevoked> {
		if (!this.mayManage(facility)) return { outcome: 'not-yours' };
		const { keys, system } = this.context;
		if (!(await isLiveKeyOf(system, id, facility))) return { outcome: 'unknown' };
		await this.#record(viewer, 'key-revoked', facility, id);
		return { outcome: (await keys.revoke(id)) ? 'revoked' : 'unknown' };
	}

	/** Before the token is handed out, and before a key is taken away. */
	#record(viewer: Viewer, action: 'key-made' | 'key-revoked', facility: string, id: string): Promise<number> {
		const { recordLook, system } = this.context;
		return recordLook(system, viewer, {
			...{ action, what: '/connect', rows: [rowName('api_key', id)] },
			filter: { facility }
		});
	}
}
