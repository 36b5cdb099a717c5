/**
 * Who may see what and do what, once. From these tables come the guard of the pages, the navigation, the topics of the live
 * line, the read API, the row-level policies of the database, the matrix in the README and the tests of all of them.
 */
import { roles, type Party, type Role } from './role.ts';

/** What there is to see. A table of the database, a topic, a page and an endpoint each belong to one or several of these. */
export const subjects = [
	'beds',
	'money',
	'claims',
	'letters',
	'complaints',
	'visits',
	'signals',
	'drugs',
	'members',
	'sources',
	'held',
	'persons',
	'trail',
	'accounts'
] as const;
export type Subject = (typeof subjects)[number];

/**
 * `all` rows; `own`: those of the reader's facility; `city`: totals of the whole city, live and rounded to five, and by area
 * only the weekly tables that no longer change.
 */
export type Scope = 'all' | 'own' | 'city';

/** What is not named is not seen. Beds and the programme's money are no persons: they are shown to everybody. */
export const readable: Readonly<Record<Role, Partial<Record<Subject, Scope>>>> = {
	public: { beds: 'all', money: 'all', visits: 'city', members: 'city' },
	executive: { beds: 'all', money: 'all', visits: 'city', members: 'city', drugs: 'all', sources: 'all' },
	planner: {
		beds: 'all',
		money: 'all',
		claims: 'all',
		letters: 'all',
		complaints: 'all',
		visits: 'all',
		signals: 'all',
		drugs: 'all',
		members: 'all',
		sources: 'all',
		held: 'all'
	},
	hospital: {
		beds: 'all',
		money: 'own',
		claims: 'own',
		letters: 'own',
		visits: 'own',
		drugs: 'own',
		sources: 'own',
		held: 'own'
	},
	verifier: { beds: 'all', money: 'all', claims: 'all', letters: 'all', visits: 'city', members: 'city' },
	finance: { beds: 'all', money: 'all', claims: 'all', visits: 'city', members: 'all' },
	// That a signal stands, so that none is left lying; how many fell ill is not theirs to know.
	admin: { beds: 'all', signals: 'all', sources: 'all', held: 'all', trail: 'all', accounts: 'all' }
};

/** Every page that asks who is looking, and the roles it opens to. */
export const pageRoles = {
	'/': ['executive', 'planner'],
	'/beds': ['public', 'executive', 'planner', 'hospital', 'verifier', 'finance', 'admin'],
	'/beds/find': ['public', 'executive', 'planner', 'hospital', 'verifier', 'finance', 'admin'],
	'/beds/silent': ['executive', 'planner', 'admin'],
	'/beds/indicators': ['planner', 'hospital'],
	'/beds/report': ['hospital'],
	'/diseases': ['executive', 'planner'],
	'/diseases/signals': ['planner', 'admin'],
	'/diseases/lines': ['planner'],
	'/drugs': ['executive', 'planner'],
	'/drugs/plan': ['executive', 'planner'],
	'/budget': ['executive', 'planner', 'verifier', 'finance'],
	'/chain': ['executive', 'planner', 'finance'],
	'/evaluation': ['executive', 'planner', 'finance'],
	'/members': ['executive', 'planner', 'finance'],
	'/members/people': ['planner', 'finance'],
	'/eligibility': ['hospital'],
	'/sjp': ['planner', 'hospital', 'verifier'],
	'/claims': ['planner', 'hospital', 'verifier', 'finance'],
	'/claims/rules': ['planner', 'verifier', 'finance'],
	'/quality': ['planner', 'admin'],
	'/public': ['public', 'executive', 'planner', 'hospital', 'verifier', 'finance', 'admin'],
	'/wall': ['public', 'executive', 'planner', 'hospital', 'verifier', 'finance', 'admin'],
	'/complaints': ['planner'],
	'/report': ['public', 'executive', 'planner', 'hospital', 'verifier', 'finance', 'admin'],
	'/verify': ['public', 'executive', 'planner', 'hospital', 'verifier', 'finance', 'admin'],
	'/connect': ['hospital', 'admin'],
	'/upload': ['planner', 'hospital', 'verifier', 'finance'],
	'/people': ['planner', 'verifier'],
	'/accounts': ['admin'],
	'/trail': ['admin'],
	'/api-docs': ['public', 'executive', 'planner', 'hospital', 'verifier', 'finance', 'admin'],
	'/account': ['executive', 'planner', 'hospital', 'verifier', 'finance', 'admin'],
	'/login': ['public', 'executive', 'planner', 'hospital', 'verifier', 'finance', 'admin']
} as const satisfies Record<string, readonly Role[]>;
export type Page = keyof typeof pageRoles;
export const pagePaths = Object.keys(pageRoles) as readonly Page[];

/** Where a role begins: the first of its questions. */
export const firstPage: Readonly<Record<Role, Page>> = {
	public: '/public',
	executive: '/',
	planner: '/',
	hospital: '/beds',
	verifier: '/claims',
	finance: '/claims',
	admin: '/quality'
};

/** As which party a role sends what people type or upload; a hospital's account only for its own facility. */
export const sendsAs: Readonly<Record<Role, Party | null>> = {
	public: null,
	executive: null,
	planner: 'dinkes',
	hospital: 'hospital',
	verifier: 'verifier',
	finance: 'finance',
	admin: null
};

/** What each resource of the read API shows: a key of whoever sees that, in whatever scope, may ask for it. */
export const resourceSubjects = {
	beds: 'beds',
	visits: 'visits',
	diseases: 'visits',
	drugs: 'drugs',
	'drugs/stock': 'drugs',
	claims: 'money',
	budget: 'money'
} as const satisfies Record<string, Subject>;

/** Which of what is read also goes out in bulk: exports of pages and the read API follow the same subjects. */
export const actionRoles = {
	/** Finding one person by NIK: with a typed reason, counted and written down. */
	'find-person': ['planner', 'verifier'],
	/** Opening what is held for correction, and sending it again. */
	'open-held': ['planner', 'admin'],
	/** Is this card good for this visit: for the own patient at the own desk. */
	'check-card': ['hospital'],
	'issue-letter': ['hospital'],
	/** Letters for newborns and for the poor without a card. */
	'decide-letter': ['planner'],
	'cancel-letter': ['hospital', 'planner'],
	'answer-complaint': ['planner'],
	/** Taking a signal, saying what it is, closing it. */
	'move-signal': ['planner', 'admin'],
	/** Having new signals sent to one's own mailbox: whoever may open their page. */
	'mail-signals': ['planner', 'admin'],
	/** Asking a hospital that fell silent to report its beds. */
	'remind-hospital': ['planner', 'admin'],
	'manage-keys': ['admin', 'hospital'],
	'manage-accounts': ['admin'],
	'export-trail': ['admin'],
	/** The steps of a claim: who took one that another step checks may not take that one, whatever the role. */
	'verify-claim': ['verifier'],
	'return-claim': ['verifier', 'planner'],
	'reject-claim': ['verifier', 'planner'],
	'approve-claim': ['planner'],
	'pay-claim': ['finance'],
	/** How many claims are drawn for a full review, and how long a stage may take. */
	'set-sampling': ['planner'],
	/** Questions to the chain that are kept for everybody whom its page opens to. */
	'keep-scenario': ['executive', 'planner', 'finance'],
	/** The ceiling of a year, its revision, and the cash plan by month: the health office's planners and the treasury. */
	'set-budget': ['planner', 'finance'],
	/** The order plan of medicines: the health office's pharmacist drafts and proposes it, another one approves it. */
	'plan-drugs': ['planner'],
	'approve-drug-plan': ['planner'],
	/** A third pair of eyes closes it, in the health office or above it. Until then it can be sent back with a reason. */
	'lock-drug-plan': ['executive', 'planner'],
	'return-drug-plan': ['executive', 'planner'],
	/** Keeping the yearly evaluation as it stands, for good: whoever answers for the year's figures. */
	'freeze-evaluation': ['planner', 'finance']
} as const satisfies Record<string, readonly Role[]>;
export type Action = keyof typeof actionRoles;
export const actions = Object.keys(actionRoles) as readonly Action[];

const includes = (list: readonly Role[], role: Role) => list.includes(role);

export const scopeOf = (role: Role, subject: Subject): Scope | null => readable[role][subject] ?? null;

/** Does it see rows of its own facility and nobody else's? The product itself does not. */
export const seesOwnOnly = (role: Role | 'system', subject: Subject): boolean =>
	role !== 'system' && scopeOf(role, subject) === 'own';

export const mayOpen = (role: Role, page: Page): boolean => includes(pageRoles[page], role);

/** The scope in which a role's key reads a resource; null for one that it may not ask for. */
export const scopeOfResource = (role: Role, resource: keyof typeof resourceSubjects): Scope | null =>
	scopeOf(role, resourceSubjects[resource]);

/** A key that sends reads as those who send the same from their pages; null where nobody does. */
export const readsAs = (party: Party): Role | null => roles.find((role) => sendsAs[role] === party) ?? null;

export const mayDo = (role: Role, action: Action): boolean => includes(actionRoles[action], role);

/**
 * The page that a path belongs to: the longest that begins it. Null for a path that belongs to none, which is then nobody's.
 */
export function pageOf(path: string): Page | null {
	const fitting = pagePaths.filter((page) => path === page || (page !== '/' && path.startsWith(`${page}/`)));
	return fitting.sort((a, b) => b.length - a.length)[0] ?? null;
}
