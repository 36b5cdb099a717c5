/** `npm run bench -- analytics [section…]`: speed of the methods, and how right they are where other software's results stand. */
import { benchAudit } from './analytics/audit.ts';
import { benchBudget } from './analytics/budget.ts';
import { benchClaims } from './analytics/claims.ts';
import { benchForecast } from './analytics/forecast.ts';
import { benchIntermittent } from './analytics/intermittent.ts';
import { benchOrders } from './analytics/orders.ts';
import { benchSurveillance } from './analytics/surveillance.ts';

const sections: Readonly<Record<string, () => Promise<void>>> = {
	surveillance: benchSurveillance,
	forecast: benchForecast,
	intermittent: benchIntermittent,
	orders: benchOrders,
	claims: benchClaims,
	audit: benchAudit,
	budget: benchBudget
};

const wanted = process.argv.slice(2);
const unknown = wanted.find((name) => !Object.hasOwn(sections, name));
if (unknown !== undefined) {
	console.error(`Usage: npm run bench -- analytics [${Object.keys(sections).join('|')}]`);
	process.exit(2);
}
for (const [name, bench] of Object.entries(sections))
	if (wanted.length === 0 || wanted.includes(name)) await bench();
