/** A mistake of the person who typed: told in a sentence, without a trace. */
export class UsageError extends Error {}

/** Exit codes: 0 done, 1 failed, 2 called wrongly. */
export function runCommand(main: () => Promise<void>): void {
	main().catch((error: unknown) => {
		console.error(error instanceof Error ? error.message : error);
		process.exitCode = error instanceof UsageError ? 2 : 1;
	});
}
