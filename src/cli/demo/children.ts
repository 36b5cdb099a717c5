import { type ChildProcess, spawn } from 'node:child_process';

/** Long enough for the server to close its database in order. */
const stopTimeoutMs = 20_000;

/** The processes that the demo started. They end with it, and it ends with the first of them. */
export class Children {
	private readonly started = new Map<string, ChildProcess>();
	private ended: { name: string; code: number } | undefined;
	private notify: () => void = () => undefined;
	private asked = false;

	constructor() {
		for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => this.stop());
		process.on('exit', () => this.started.forEach((child) => child.kill('SIGTERM')));
	}

	/** Starts a node process in the project; `input` is its standard input. */
	start(
		name: string,
		args: readonly string[],
		env: Readonly<Record<string, string>> = {},
		input = ''
	): ChildProcess {
		// A group of its own: Ctrl+C reaches the demo only, which then stops its children in order.
		const child = spawn(process.execPath, args, {
			env: { ...process.env, ...env },
			stdio: ['pipe', 'inherit', 'inherit'],
			detached: true
		});
		this.started.set(name, child);
		child.stdin?.on('error', () => undefined);
		child.stdin?.end(input);
		child.once('exit', (code) => {
			this.started.delete(name);
			this.ended ??= { name, code: code ?? 1 };
			this.notify();
		});
		return child;
	}

	/** Awaits one child that is meant to end. */
	async run(name: string, args: readonly string[]): Promise<void> {
		const child = this.start(name, args);
		const code = await new Promise<number>((resolve) => child.once('exit', (ending) => resolve(ending ?? 1)));
		this.ended = undefined;
		if (code !== 0) throw new Error(`${name} failed (exit code ${code}).`);
	}

	/** Asked to stop, or a child has ended: nothing more is to be expected. */
	get over(): boolean {
		return this.asked || this.ended !== undefined;
	}

	/** Ends when asked to, or when a child has ended by itself; answers the exit code. */
	async untilStopped(): Promise<number> {
		while (!this.asked && !this.ended) await this.change();
		const byItself = this.asked ? undefined : this.ended;
		if (byItself)
			console.error(`The ${byItself.name} ended (exit code ${byItself.code}); stopping the demo.`);
		await this.stopAll();
		return byItself ? byItself.code || 1 : 0;
	}

	/** Asks every child to end, and makes those end that do not. */
	async stopAll(): Promise<void> {
		this.stop();
		const limit = setTimeout(() => this.started.forEach((child) => child.kill('SIGKILL')), stopTimeoutMs);
		while (this.started.size > 0) await this.change();
		clearTimeout(limit);
	}

	private change(): Promise<void> {
		return new Promise((resolve) => (this.notify = resolve));
	}

	private stop(): void {
		this.asked = true;
		this.started.forEach((child) => child.kill('SIGTERM'));
		this.notify();
	}
}
