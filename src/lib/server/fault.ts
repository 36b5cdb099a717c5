/** The code and place of a fault, never its message: the driver's repeats what was sent. */
export function faultOf(error: unknown): { name: string; code: string | null; at: string | null } {
	if (!(error instanceof Error)) return { name: typeof error, code: null, at: null };
	const code = 'code' in error ? String(error.code) : null;
	const at =
		error.stack
			?.split('\n')
			.find((line) => /^\s+at .*\/src\//.test(line))
			?.trim() ?? null;
	return { name: error.name, code, at };
}
