DROP INDEX "scenario_kept";--> statement-breakpoint
ALTER TABLE "scenario" ADD COLUMN "subject" text DEFAULT 'chain' NOT NULL;--> statement-breakpoint
CREATE INDEX "scenario_kept" ON "scenario" USING btree ("subject","kept_at");