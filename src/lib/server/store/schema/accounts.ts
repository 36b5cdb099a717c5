/**
 * Who may sign in. The tables are better-auth's (its adapter knows their columns by the names on the left) with what the
 * product needs besides. Names and addresses here are those of staff; no patient stands in them.
 */
import { sql } from 'drizzle-orm';
import { boolean, check, index, integer, pgTable, text, uniqueIndex } from 'drizzle-orm/pg-core';
import { roles } from '../../../domain/role.ts';
import { instant } from './columns.ts';
import { facility } from './system.ts';

const userRoles = roles.filter((role) => role !== 'public');
const listed = sql.raw(userRoles.map((role) => `'${role}'`).join(', '));
const times = () => ({
	createdAt: instant('created_at').notNull().defaultNow(),
	updatedAt: instant('updated_at').notNull().defaultNow()
});

export const userAccount = pgTable(
	'user_account',
	{
		id: text('id').primaryKey(),
		/** As colleagues call them. */
		name: text('name').notNull(),
		/** What they type to sign in; lower case. */
		userName: text('user_name').notNull().unique(),
		/** For the city's own sign-in; an administrator vouches for it. */
		email: text('email').unique(),
		emailVerified: boolean('email_verified').notNull().default(true),
		image: text('image'),
		twoFactorEnabled: boolean('two_factor_enabled').notNull().default(false),
		role: text('role').notNull(),
		/** A hospital's account is bound to one. */
		facility: text('facility').references(() => facility.code),
		/** The password was made by an administrator: until it is changed nothing else is possible. */
		mustChangePassword: boolean('must_change_password').notNull().default(false),
		disabledAt: instant('disabled_at'),
		/** Its password is shown to everybody: refused wherever the data are no demo. */
		demo: boolean('demo').notNull().default(false),
		...times()
	},
	(table) => [
		check('user_account_role', sql`${table.role} IN (${listed})`),
		check('user_account_facility', sql`(${table.role} = 'hospital') = (${table.facility} IS NOT NULL)`),
		check('user_account_lower_case', sql`${table.userName} = lower(${table.userName})`),
		check('user_account_email', sql`${table.email} = lower(${table.email})`)
	]
);

export const userSession = pgTable(
	'user_session',
	{
		id: text('id').primaryKey(),
		/** SHA-256 of what the cookie holds. */
		token: text('token').notNull().unique(),
		userId: text('user_id')
			.notNull()
			.references(() => userAccount.id, { onDelete: 'cascade' }),
		/** `password` or `city`. */
		method: text('method').notNull(),
		/** The second factor was given in this session. */
		secondFactor: boolean('second_factor').notNull().default(false),
		/** The end that no use puts off; `updatedAt` is the last use. */
		expiresAt: instant('expires_at').notNull(),
		/** better-auth fills these two; it is handed neither, so they stay empty. */
		ipAddress: text('ip_address'),
		userAgent: text('user_agent'),
		...times()
	},
	(table) => [index('user_session_user').on(table.userId)]
);

/** How an account signs in: with a password, with the city's own sign-in, or with either. */
export const userLogin = pgTable(
	'user_login',
	{
		id: text('id').primaryKey(),
		userId: text('user_id')
			.notNull()
			.references(() => userAccount.id, { onDelete: 'cascade' }),
		/** `credential` or `city`. */
		providerId: text('provider_id').notNull(),
		/** The subject at that provider. */
		accountId: text('account_id').notNull(),
		/** Argon2id. */
		password: text('password'),
		/** Tokens of the provider are of no use here and are dropped before they are written. */
		accessToken: text('access_token'),
		refreshToken: text('refresh_token'),
		idToken: text('id_token'),
		accessTokenExpiresAt: instant('access_token_expires_at'),
		refreshTokenExpiresAt: instant('refresh_token_expires_at'),
		scope: text('scope'),
		...times()
	},
	(table) => [
		uniqueIndex('user_login_subject').on(table.providerId, table.accountId),
		// An address that the city gives to another person must not open the account of the one before.
		uniqueIndex('user_login_provider').on(table.userId, table.providerId)
	]
);

/** What is under way at a provider, for minutes. */
export const signInChallenge = pgTable(
	'sign_in_challenge',
	{
		id: text('id').primaryKey(),
		identifier: text('identifier').notNull(),
		value: text('value').notNull(),
		expiresAt: instant('expires_at').notNull(),
		...times()
	},
	(table) => [index('sign_in_challenge_identifier').on(table.identifier)]
);

/** The secret and the backup codes are encrypted; the key is outside the database. */
export const userSecondFactor = pgTable('user_second_factor', {
	id: text('id').primaryKey(),
	userId: text('user_id')
		.notNull()
		.unique()
		.references(() => userAccount.id, { onDelete: 'cascade' }),
	secret: text('secret').notNull(),
	backupCodes: text('backup_codes').notNull(),
	verified: boolean('verified').notNull().default(true),
	failedVerificationCount: integer('failed_verification_count').notNull().default(0),
	lockedUntil: instant('locked_until')
});

/** How often something was tried since when. The key is a MAC: neither names nor addresses stand here. */
export const signInAttempt = pgTable('sign_in_attempt', {
	key: text('key').primaryKey(),
	count: integer('count').notNull(),
	since: instant('since').notNull()
});
