/** A register's file that is not taken. */
import { registerRefusals, type RegisterRefusalCode } from '../../../../protocol/register-refusals.ts';

export class RegisterRefusal extends Error {
	constructor(readonly code: RegisterRefusalCode) {
		super(registerRefusals[code].en);
	}
}
