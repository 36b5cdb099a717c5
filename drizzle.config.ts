import { existsSync } from 'node:fs';
import { defineConfig } from 'drizzle-kit';

const store = './src/lib/server/store';

/** Generates SQL from the schema (`npm run migrations`); it never needs a database. */
export default defineConfig({
	dialect: 'postgresql',
	schema: existsSync(`${store}/schema`) ? `${store}/schema/*.ts` : `${store}/schema.ts`,
	out: './drizzle'
});
