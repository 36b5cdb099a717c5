/** What may be asked of the worker threads: pure functions, plain data in and out. */
import { projectYear, type YearInput, type YearProjection } from '../../../analytics/budget/project-year.ts';

export const tasks = {
	'project-year': (input: YearInput): YearProjection => projectYear(input)
};

export type Tasks = typeof tasks;
export type TaskName = keyof Tasks;
