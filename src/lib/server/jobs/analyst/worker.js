/**
 * Runs inside a worker thread. JavaScript, because a thread of Node 20 does not inherit what lets the process read
 * TypeScript: that has to be set up here first.
 */
import { register } from 'tsx/esm/api';

register();
const { tasks } = await import('./tasks.ts');

/** @param {{ task: keyof typeof tasks, input: never }} order */
export default function work({ task, input }) {
	return tasks[task](input);
}
