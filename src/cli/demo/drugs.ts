import { medicines } from '../../lib/domain/medicines.ts';
import { courseUnits } from './city.ts';
import type { Random } from './random.ts';

interface Course {
	readonly item: string;
	/** Share of the group's episodes that get it, and units for those: together the average that `medicines` states. */
	readonly share: number;
	readonly units: number;
}

const coursesByGroup = new Map<string, Course[]>();
for (const { id, unit, perEpisode } of medicines) {
	const usual = unit === 'tablet' || unit === 'capsule' ? courseUnits[unit] : courseUnits.other;
	for (const { group, quantity } of perEpisode) {
		const share = Math.min(0.95, quantity / usual);
		const courses = coursesByGroup.get(group) ?? [];
		courses.push({ item: id, share, units: quantity / share });
		coursesByGroup.set(group, courses);
	}
}

/** What one episode of a disease group is given. */
export function dispense(group: string | null, random: Random): { item: string; quantity: number }[] {
	const drugs: { item: string; quantity: number }[] = [];
	for (const { item, share, units } of group === null ? [] : (coursesByGroup.get(group) ?? [])) {
		if (random.chance(share))
			drugs.push({ item, quantity: Math.max(1, Math.round(units * random.between(0.7, 1.3))) });
	}
	return drugs;
}
