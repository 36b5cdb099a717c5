import { createContext } from 'svelte';
import type { LiveConnection } from './connection.ts';

/** The one connection of the open application. */
export const [liveConnection, setLiveConnection] = createContext<LiveConnection>();
