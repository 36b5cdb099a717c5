/** Is this letter good? For anybody who holds its QR code: what it promises and whether that stands, never for whom. */
import { standingOf } from '../../../domain/guarantee-letter.ts';
import { jakartaDay } from '../../../domain/period.ts';
import { findService } from '../../../domain/service.ts';
import type { VerifyView } from '../../../protocol/views/letters.ts';
import type { PublicLetterKey } from '../../auth/letters/letter-signature.ts';
import { findLetter } from '../../store/letters/letters.ts';
import type { ServiceContext } from '../context.ts';

export class VerifyLetterService {
	constructor(readonly context: ServiceContext) {}

	publicKey(): PublicLetterKey {
		return this.context.coverage.signer.publicKey();
	}

	/** The database is asked only for what this office signed: nobody tries numbers out here. */
	async verify(token: string): Promise<VerifyView> {
		const { coverage, system, facilities, clock } = this.context;
		const signed = coverage.signer.read(token);
		if (signed === null) return { standing: 'forged' };
		const row = await findLetter(system, signed.number);
		const service = findService(signed.service)?.id;
		if (row === undefined || service === undefined) return { standing: 'unknown' };
		const { number, facility, validFrom, validTo } = row;
		return {
			standing: standingOf({ validTo, isCancelled: row.cancelledAt !== null }, jakartaDay(clock())),
			...{ number, service, validFrom, validTo },
			facilityName: facilities.nameOf(facility)
		};
	}
}
