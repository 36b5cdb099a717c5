/** Turns to the other appearance and remembers it for a year in the cookie that the server writes into the page. */
export function toggleTheme(): void {
	const root = document.documentElement;
	const chosen = root.dataset.theme;
	const isDark =
		chosen === 'dark' || (chosen !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches);
	const theme = isDark ? 'light' : 'dark';
	root.dataset.theme = theme;
	document.cookie = `theme=${theme}; path=/; max-age=31536000; samesite=lax`;
}
