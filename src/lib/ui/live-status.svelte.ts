import { createContext } from 'svelte';

/** Whether the open page receives changes. The live connection writes it, the shell shows it. */
export class LiveStatus {
	state: 'off' | 'connecting' | 'live' | 'stale' = $state('off');
	/** Since when the figures stand still, while `stale`. */
	since: string | null = $state(null);
}

export const [, setUiLiveStatus] = createContext<LiveStatus>();
